"""Speech and its transcripts: manifests, the fit split, batches, units and phones.

A manifest is JSON lines {audio_filepath, duration, text, speaker, source}, the paths relative to it. Audio is decoded once into
one int16 file in the ignored cache.
"""
import json, os, random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import numpy as np, soundfile, torch
from npm_archive import CACHE
from model import RATE

MODELS = Path(__file__).resolve().parents[1]
FIT_SPLIT = MODELS / 'fit-split.txt'
SHORTEST, LONGEST = .5, 18                 # seconds; longer clips would set the batch size for all
MASKED, MASK_FRAMES = .15, (4, 20)           # share of the time in each view, and frames of a stretch: a syllable to a word
# Of a source's clips per epoch. speechocean762: whole, its children and learners drown the rest.
SHARES = {'speechocean762': .4}


class Corpus:
    """The rows of a manifest and their samples: `corpus.samples(i)` is an int16 view."""
    def __init__(self, manifest, every=1, leave_out=frozenset(), only=None, name=None):
        manifest = Path(manifest)
        self.rows = [json.loads(line) for line in open(manifest)]
        self.rows = [r for r in self.rows[::every] if key(r) not in leave_out and (only is None or key(r) in only)]
        self.name = f'{name or manifest.stem}-{every}-{len(self.rows)}'
        file = CACHE / 'speech' / self.name
        if not file.with_suffix('.json').exists(): decode(manifest.parent, self.rows, file)
        self.ends = json.loads(file.with_suffix('.json').read_text())
        self.audio = np.memmap(file.with_suffix('.i16'), np.int16, 'r')

    def samples(self, i): return self.audio[self.ends[i - 1] if i else 0:self.ends[i]]

    def seconds(self, i): return (self.ends[i] - (self.ends[i - 1] if i else 0)) / RATE


class Corpora:
    """Several corpora as one: row i of it is row `place[i][1]` of `place[i][0]`."""
    def __init__(self, parts):
        self.rows = [row for part in parts for row in part.rows]
        self.place = [(part, i) for part in parts for i in range(len(part.rows))]

    def samples(self, i):
        part, row = self.place[i]
        return part.samples(row)

    def seconds(self, i):
        part, row = self.place[i]
        return part.seconds(row)


def key(row):
    """What identifies an utterance in fit-split.txt: its path in the manifest."""
    return row['audio_filepath']


def decode(folder, rows, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    ends, end = [], 0
    with ThreadPoolExecutor(os.cpu_count()) as pool, open(file.with_suffix('.i16'), 'wb') as out:
        for samples in pool.map(samples_of, [folder / row['audio_filepath'] for row in rows]):
            out.write(samples.tobytes())
            ends.append(end := end + len(samples))
    file.with_suffix('.json').write_text(json.dumps(ends))


def samples_of(path):
    samples, rate = soundfile.read(path, dtype='int16')
    if rate != RATE: raise ValueError(f'{path}: {rate} Hz, expected {RATE}')
    return samples


def fit_split():
    """Paths of the utterances that no recipe trains on."""
    return frozenset(line for line in FIT_SPLIT.read_text().split('\n') if line and not line.startswith('#'))


def rows_of(corpus, draw):
    """Rows to train on in one epoch."""
    return [i for i in range(len(corpus.rows)) if SHORTEST < corpus.seconds(i) < LONGEST and draw.random() < SHARES.get(corpus.rows[i]['source'], 1)]


def batches(corpus, epoch, seconds):
    """Lists of row numbers, clips of like length together, at most `seconds` of padded audio in each; the same for the same epoch."""
    draw = random.Random(epoch)
    chosen = sorted(rows_of(corpus, draw), key=lambda i: corpus.seconds(i) * draw.uniform(.9, 1.1))
    out, batch, longest = [], [], 0
    for i in chosen:
        longest = max(longest, corpus.seconds(i))
        if batch and longest * (len(batch) + 1) > seconds:
            out.append(batch)
            batch, longest = [], corpus.seconds(i)
        batch.append(i)
    out.append(batch)
    draw.shuffle(out)
    return out


def resampled(wave, rate):
    """float32 samples at `rate` Hz -> int16 at 16 kHz."""
    n = round(len(wave) * RATE / rate)
    values = np.fft.rfft(wave)[:n // 2 + 1]
    values[int(len(values) * .96):] = 0                      # the last bands would ring at both ends
    return (np.clip(np.fft.irfft(values, n) * (n / len(wave)), -1, 1) * 32767).astype(np.int16)


def time_masked(x, lengths, draw, masked=MASKED):
    """x [batch, frames, width], the stem's output, without stretches of up to half a second, `masked` of the time in all."""
    kept = torch.ones(x.shape[:2], dtype=torch.bool)
    for row, n in zip(kept, lengths):
        for _ in range(round(masked * n / (sum(MASK_FRAMES) / 2))):
            width = draw.randint(*MASK_FRAMES)
            at = draw.randint(0, max(0, n - width))
            row[at:at + width] = False
    return x * kept.to(x.device)[..., None]


def pronunciations(path):
    """cmudict -> ({word: phone ids}, phone names); id 0 is blank, stress is dropped, the first pronunciation is taken."""
    words = {}
    for line in open(path):
        word, *phones = line.split('#')[0].split()
        if '(' not in word: words[word] = [p.rstrip('012') for p in phones]
    names = ['<blank>'] + sorted({p for phones in words.values() for p in phones})
    number = {name: i for i, name in enumerate(names)}
    return {word: [number[p] for p in phones] for word, phones in words.items()}, names


def pronunciation(text, words):
    """Phone ids of a transcript; None if the dictionary lacks one of its words."""
    said = [words.get(word.strip("'")) for word in text.split() if word.strip("'")]
    return sum(said, []) if said and None not in said else None
