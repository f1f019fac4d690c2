"""Greedy error rates of the chunk-masked forward, without a language model, and of the phones after layer 7.

    python evaluate.py --weights ../streaming-en/training/weights.pt --manifest ../../../shared/speech/dev-librispeech.jsonl --every 10 \\
        --dictionary ../../../shared/text/dict/cmudict.dict [--chunks 8 16 24 full]

A phone's reference is the dictionary's first pronunciation of each word, without stress; utterances with a word that it lacks do not count.
--emissions DIR writes the log-probabilities as `npm run evaluate -- --emissions` does, so that its --replay decodes them with the app's decoder; the
prior is that of these weights over the fit split, as in export.py, from the train.jsonl beside the manifest.
"""
import argparse, json
from pathlib import Path
import numpy as np, sentencepiece, torch, torch.nn.functional as F
from data import MODELS, Corpus, fit_split, pronunciation, pronunciations
from model import FIELD, HOP, RATE, Model, right_of

SUBWORDS, PHONES = 0, 2                     # among the model's outputs


def load(weights, units, phones=40):
    state = {k: v.float() for k, v in torch.load(weights, map_location='cpu').items()}
    model = Model(units.get_piece_size(), phones)
    model.load_state_dict(state)
    return model.eval()


def greedy(logits):
    """Token ids: the best of each frame, repetitions and blanks (id 0) left out."""
    best = logits.argmax(-1).tolist()
    return [t for i, t in enumerate(best) if t and (i == 0 or best[i - 1] != t)]


def distance(a, b):
    """Levenshtein distance of two sequences."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


@torch.no_grad()
def outputs(model, samples, chunk):
    """int16 samples -> what the masked forward gives, silence after them to a whole chunk, as the app hears a clip: logits of subwords, of the middle layer, of phones."""
    whole = (chunk or 16) * HOP
    wave = torch.from_numpy(samples.astype(np.float32) / 32768).to(next(model.parameters()).device)
    frames = -(-len(wave) // whole) * whole // HOP
    return [z[:, :frames] for z in model(F.pad(wave, (0, frames * HOP - len(wave) + right_of(chunk or 16) * HOP + FIELD - HOP))[None], chunk)[:3]]


def error_rates(model, corpus, units, chunk, words=None, limit=None):
    """{'wer', 'cer', 'utterances'}, and 'per' if there are pronunciations of words; chunk None = full context. Leaves the model in the mode it was in."""
    training = model.training
    model.eval()
    wrong, all = dict.fromkeys(('wer', 'cer', 'per'), 0), dict.fromkeys(('wer', 'cer', 'per'), 0)

    def count(rate, reference, hypothesis):
        wrong[rate] += distance(reference, hypothesis)
        all[rate] += len(reference)

    rows, spoken = range(len(corpus.rows))[:limit], 0
    for i in rows:
        z, text = outputs(model, corpus.samples(i), chunk), corpus.rows[i]['text']
        hypothesis = units.decode(greedy(z[SUBWORDS][0]))
        count('wer', text.split(), hypothesis.split())
        count('cer', text, hypothesis)
        said = pronunciation(text, words) if words else None
        if said: count('per', said, greedy(z[PHONES][0]))
        spoken += said is not None
    model.train(training)
    rates = {rate: round(wrong[rate] / all[rate], 4) for rate in all if all[rate]}
    return {**rates, 'utterances': len(rows), **({'utterances of the per': spoken} if words else {})}


@torch.no_grad()
def prior(model, corpus, pieces, chunk):
    """How likely the model takes each unit to be before it has heard anything: the log of its mean probability over the corpus, in nats."""
    total, frames = 0., 0
    for i in range(len(corpus.rows)):
        logits = outputs(model, corpus.samples(i), chunk)[SUBWORDS][0]
        total, frames = total + logits.softmax(-1).sum(0), frames + len(logits)
    for piece, probability in zip(pieces, total.tolist()):
        if not probability > 0: raise ValueError(f'Expected a probability above 0 for the unit {piece}, got {probability}: the log of it is no number in JSON')
    return [round(value, 2) for value in (total / frames).log().tolist()]


def write_emissions(model, corpus, units, phone_names, chunk, fit, folder):
    folder.mkdir(parents=True, exist_ok=True)
    pieces = ['<blank>'] + [units.id_to_piece(i) for i in range(1, units.get_piece_size())]
    header = {'blank': 0, 'frameMs': 1000 * HOP / RATE, 'pieces': pieces, 'phones': phone_names, 'prior': prior(model, fit, pieces, chunk)}
    (folder / 'vocabulary.json').write_text(json.dumps(header))
    for i, row in enumerate(corpus.rows):
        z, name = outputs(model, corpus.samples(i), chunk), Path(row['audio_filepath']).stem
        np.save(folder / f'{name}.npy', z[SUBWORDS][0].log_softmax(-1).numpy())
        np.save(folder / f'{name}.phones.npy', z[PHONES][0].log_softmax(-1).numpy())


if __name__ == '__main__':
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--weights', type=Path, required=True), a.add_argument('--manifest', type=Path, required=True)
    a.add_argument('--dictionary', type=Path, required=True)
    a.add_argument('--every', type=int, default=1)
    a.add_argument('--chunks', nargs='+', type=lambda text: None if text == 'full' else int(text), default=[8, 16, 24, None], help='frames, or full')
    a.add_argument('--emissions', type=Path, help='with one chunk size')
    a = a.parse_args()
    if a.emissions and len(a.chunks) != 1: raise SystemExit(f'--emissions: expected one chunk size in --chunks, got {len(a.chunks)}')
    units = sentencepiece.SentencePieceProcessor(model_file=str(MODELS / 'streaming-en' / 'training' / 'units.model'))
    words, phone_names = pronunciations(a.dictionary)
    model, corpus = load(a.weights, units, len(phone_names)), Corpus(a.manifest, a.every)
    if a.emissions:
        fit = Corpus(a.manifest.parent / 'train.jsonl', only=fit_split())
        write_emissions(model, corpus, units, phone_names, a.chunks[0], fit, a.emissions)
    for chunk in a.chunks:
        print(json.dumps({'set': a.manifest.stem, 'chunk': chunk or 'full', **error_rates(model, corpus, units, chunk, words)}), flush=True)
