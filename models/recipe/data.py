"""Speech and its transcripts: manifests, the fit split, batches, augmentation, units and phones.

A manifest is JSON lines {audio_filepath, duration, text, speaker, source}, the paths relative to it. Audio is decoded once into
one int16 file in the ignored cache.
"""
import json, random
from pathlib import Path
import numpy as np, soundfile, torch, torch.nn.functional as F
from moonshine import CACHE
from model import RATE

MODELS = Path(__file__).resolve().parents[1]
FIT_SPLIT = MODELS / 'fit-split.txt'
SHORTEST, LONGEST = .5, 18                 # seconds; longer clips would set the batch size for all
MASKED, MASK_FRAMES = .15, (4, 20)           # share of the time, and frames of a stretch: a syllable to a word
SPEECHOCEAN_SHARE = .3                     # of its clips per epoch: whole, its children and learners drown the rest


class Corpus:
    """The rows of a manifest and their samples: `corpus.samples(i)` is an int16 view."""
    def __init__(self, manifest, every=1, leave_out=frozenset(), only=None):
        manifest = Path(manifest)
        self.rows = [json.loads(line) for line in open(manifest)]
        self.rows = [r for r in self.rows[::every] if key(r) not in leave_out and (only is None or key(r) in only)]
        self.name = f'{manifest.stem}-{every}-{len(self.rows)}'
        file = CACHE / 'speech' / self.name
        if not file.with_suffix('.json').exists(): decode(manifest.parent, self.rows, file)
        self.ends = json.loads(file.with_suffix('.json').read_text())
        self.audio = np.memmap(file.with_suffix('.i16'), np.int16, 'r')

    def samples(self, i): return self.audio[self.ends[i - 1] if i else 0:self.ends[i]]

    def seconds(self, i): return len(self.samples(i)) / RATE


def key(row):
    """What identifies an utterance in fit-split.txt: its path in the manifest."""
    return row['audio_filepath']


def decode(folder, rows, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    ends, end = [], 0
    with open(file.with_suffix('.i16'), 'wb') as out:
        for row in rows:
            samples, rate = soundfile.read(folder / row['audio_filepath'], dtype='int16')
            if rate != RATE: raise ValueError(f'{row["audio_filepath"]}: {rate} Hz, expected {RATE}')
            out.write(samples.tobytes())
            ends.append(end := end + len(samples))
    file.with_suffix('.json').write_text(json.dumps(ends))


def fit_split():
    """Paths of the utterances that no recipe trains on."""
    return frozenset(line for line in FIT_SPLIT.read_text().split('\n') if line and not line.startswith('#'))


def batches(corpus, epoch, seconds):
    """Lists of row numbers, clips of like length together, at most `seconds` of padded audio in each; the same for the same epoch."""
    draw = random.Random(epoch)
    chosen = [i for i in range(len(corpus.rows)) if SHORTEST < corpus.seconds(i) < LONGEST
              and (corpus.rows[i]['source'] != 'speechocean762' or draw.random() < SPEECHOCEAN_SHARE)]
    chosen.sort(key=lambda i: corpus.seconds(i) * draw.uniform(.9, 1.1))
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


def augmented(samples, draw):
    """int16 samples -> float32 wave with random speed, gain and now and then white or another colour of noise. draw: random.Random."""
    wave = torch.from_numpy(samples.astype(np.float32) / 32768)
    speed = draw.choice((1., 1., .9, 1.1, draw.uniform(.87, 1.15)))
    if speed != 1: wave = F.interpolate(wave[None, None], size=int(len(wave) / speed), mode='linear')[0, 0]
    wave = wave * 10 ** draw.uniform(-.6, .3)
    if draw.random() < .12:
        noise = torch.from_numpy(np.random.default_rng(draw.getrandbits(32)).standard_normal(len(wave), np.float32))
        if draw.random() < .5: noise = F.avg_pool1d(F.pad(noise[None], (7, 0)), 8, 1)[0] * 2.8
        wave = wave + noise * wave.std() * 10 ** draw.uniform(-2, -.6)
    return wave.clamp(-1, 1)


def time_masked(x, lengths, draw):
    """Zeroes stretches of up to half a second, MASKED of the time in all, of the stem's output, in place. x [batch, frames, width]."""
    for i, n in enumerate(lengths):
        for _ in range(round(MASKED * n / (sum(MASK_FRAMES) / 2))):
            width = draw.randint(*MASK_FRAMES)
            at = draw.randint(0, max(0, n - width))
            x[i, at:at + width] = 0
    return x


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
