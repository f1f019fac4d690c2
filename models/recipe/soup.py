"""The weighted mean of several weights of one training, drawn towards the published encoder, and what it reads wrong of the fit split.

    python soup.py a.pt b.pt --shares 1 2 --published 0 .2 .4 --out ../streaming-en/training/weights.pt \
        --speech ../../../shared/speech --dictionary ../../../shared/text/dict/cmudict.dict

Costs nothing when the model runs: what weights of different releases have learnt by heart differs, what they have learnt does not (model soups, arXiv
2203.05482). --published p takes the encoder's weights to (1 - p) of the mean's and p of the published ones: what a fine-tuning of 16 hours
has made of an encoder of 200,000 fits those 16 hours best (arXiv 2109.01903). Of several p that with the fewest words wrong at 384 ms is written.
"""
import argparse, json
from pathlib import Path
import sentencepiece, torch
from data import MODELS, Corpus, fit_split, pronunciations
from evaluate import error_rates, load
from moonshine import encoder_weights
from precision import autocast

CHUNK = 16


def mean(states, shares):
    return {name: sum(share * state[name] for share, state in zip(shares, states)) / sum(shares) for name in states[0]}


def drawn(state, published, share):
    return {name: p.lerp(published[name], share) if name in published else p for name, p in state.items()}


if __name__ == '__main__':
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for path in ('--speech', '--dictionary'): a.add_argument(path, type=Path, required=True)
    a.add_argument('--out', type=Path, help='without it nothing is written')
    a.add_argument('--shares', type=float, nargs='+', help='of each of the weights (alike)')
    a.add_argument('--published', type=float, nargs='+', default=[0.], help='shares of the published encoder to try')
    a.add_argument('--every', type=int, default=1, help='of the utterances of the fit split')
    a.add_argument('weights', type=Path, nargs='+')
    a = a.parse_args()
    shares = a.shares or [1.] * len(a.weights)
    if len(shares) != len(a.weights): a.error(f'--shares: expected one for each of {len(a.weights)} weights, got {len(shares)}')
    units = sentencepiece.SentencePieceProcessor(model_file=str(MODELS / 'streaming-en' / 'training' / 'units.model'))
    words, phones = pronunciations(a.dictionary)
    corpus = Corpus(a.speech / 'train.jsonl', only=fit_split(), every=a.every)
    published = {name: torch.from_numpy(values.copy()) for name, values in encoder_weights().items()}
    state = mean([{name: p.float() for name, p in torch.load(path, map_location='cpu').items()} for path in a.weights], shares)
    model, best = load(a.weights[0], units, len(phones)), None
    for share in a.published:
        tried = drawn(state, published, share)
        model.load_state_dict(tried)
        with autocast('cpu'): rates = error_rates(model, corpus, units, CHUNK, words)
        print(json.dumps({'published': share, **rates}), flush=True)
        if best is None or rates['wer'] < best[0]: best = rates['wer'], tried
    if a.out: torch.save({name: p.half() for name, p in best[1].items()}, a.out)
