"""Greedy error rates of the chunk-masked forward, without a language model.

    python evaluate.py --weights ../streaming-en/training/weights.pt --manifest ../../../shared/speech/dev-librispeech.jsonl --every 10 [--chunk 16]

--emissions DIR writes the log-probabilities as `npm run evaluate -- --emissions` does, so that its --replay decodes them with the app's decoder.
"""
import argparse, json
from pathlib import Path
import numpy as np, sentencepiece, torch, torch.nn.functional as F
from data import MODELS, Corpus
from model import FIELD, HOP, Model


def load(weights, units, phones=40):
    model = Model(units.get_piece_size(), phones)
    model.load_state_dict({k: v.float() for k, v in torch.load(weights, map_location='cpu').items()})
    return model.eval()


def greedy(logits, units):
    best = logits.argmax(-1).tolist()
    return units.decode([t for i, t in enumerate(best) if t and (i == 0 or best[i - 1] != t)])


def distance(a, b):
    """Levenshtein distance of two sequences."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


@torch.no_grad()
def emissions(model, samples, chunk):
    """int16 samples -> log-probabilities [frames, units] of the masked forward, silence after them to a whole chunk, as the app hears a clip."""
    whole = (chunk or 16) * HOP
    wave = torch.from_numpy(samples.astype(np.float32) / 32768).to(next(model.parameters()).device)
    return model(F.pad(wave, (0, -len(wave) % whole + FIELD - HOP))[None], chunk)[0][0].log_softmax(-1)


def error_rates(model, corpus, units, chunk, limit=None):
    """{'wer', 'cer', 'utterances'}; chunk None = full context. Leaves the model in the mode it was in."""
    training = model.training
    model.eval()
    errors = words = letter_errors = letters = 0
    rows = range(len(corpus.rows))[:limit]
    for i in rows:
        text, hypothesis = corpus.rows[i]['text'], greedy(emissions(model, corpus.samples(i), chunk), units)
        errors, words = errors + distance(text.split(), hypothesis.split()), words + len(text.split())
        letter_errors, letters = letter_errors + distance(text, hypothesis), letters + len(text)
    model.train(training)
    return {'wer': round(errors / words, 4), 'cer': round(letter_errors / letters, 4), 'utterances': len(rows)}


if __name__ == '__main__':
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--weights', type=Path, required=True), a.add_argument('--manifest', type=Path, required=True)
    a.add_argument('--every', type=int, default=1), a.add_argument('--chunk', type=int, help='frames; full context without')
    a.add_argument('--emissions', type=Path)
    a = a.parse_args()
    units = sentencepiece.SentencePieceProcessor(model_file=str(MODELS / 'streaming-en' / 'training' / 'units.model'))
    model, corpus = load(a.weights, units), Corpus(a.manifest, a.every)
    if a.emissions:
        a.emissions.mkdir(parents=True, exist_ok=True)
        (a.emissions / 'vocabulary.json').write_text(json.dumps({'blank': 0, 'pieces': ['<blank>'] + [units.id_to_piece(i) for i in range(1, units.get_piece_size())]}))
        for i, row in enumerate(corpus.rows):
            np.save(a.emissions / (Path(row['audio_filepath']).stem + '.npy'), emissions(model, corpus.samples(i), a.chunk).numpy())
    print(a.manifest.stem, 'chunk', a.chunk, error_rates(model, corpus, units, a.chunk))
