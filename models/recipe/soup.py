"""The mean of several weights of one training, as far as it reads the fit split better than the best of them alone.

    python soup.py --speech ../../../shared/speech --out ../streaming-en/training/weights.pt a.pt b.pt c.pt

A greedy soup (arXiv 2203.05482): from the best weights on, each other is mixed in if the word error rate at 384 ms falls. Costs nothing when the
model runs: what weights of different releases have learnt by heart differs, what they have learnt does not.
"""
import argparse
from pathlib import Path
import sentencepiece, torch
from data import MODELS, Corpus, fit_split
from evaluate import error_rates, load

CHUNK = 16


def mean(several):
    return {name: sum(weights[name] for weights in several) / len(several) for name in several[0]}


if __name__ == '__main__':
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--speech', type=Path, required=True), a.add_argument('--out', type=Path, required=True)
    a.add_argument('weights', type=Path, nargs='+')
    a = a.parse_args()
    units = sentencepiece.SentencePieceProcessor(model_file=str(MODELS / 'streaming-en' / 'training' / 'units.model'))
    corpus = Corpus(a.speech / 'train.jsonl', only=fit_split())
    states = {path: {name: p.float() for name, p in torch.load(path, map_location='cpu').items()} for path in a.weights}
    model = load(a.weights[0], units)

    def word_error_rate(state):
        model.load_state_dict(state)
        with torch.autocast('cpu', torch.bfloat16): return error_rates(model, corpus, units, CHUNK)['wer']

    alone = {path: word_error_rate(state) for path, state in states.items()}
    for path, rate in alone.items(): print(path, rate, flush=True)
    first, *others = sorted(alone, key=alone.get)
    chosen, best = [states[first]], alone[first]
    for path in others:
        rate = word_error_rate(mean([*chosen, states[path]]))
        print('with', path, rate, flush=True)
        if rate < best: chosen, best = [*chosen, states[path]], rate
    torch.save({name: p.half() for name, p in mean(chosen).items()}, a.out)
    print(len(chosen), 'mixed', best)
