"""Speech and its transcripts: manifests, the fit split, batches, augmentation, units and phones.

A manifest is JSON lines {audio_filepath, duration, text, speaker, source}, the paths relative to it. Audio is decoded once into
one int16 file in the ignored cache.
"""
import json, random
from pathlib import Path
import numpy as np, soundfile, torch, torch.nn.functional as F
from npm_archive import CACHE
from model import RATE

MODELS = Path(__file__).resolve().parents[1]
FIT_SPLIT = MODELS / 'fit-split.txt'
SHORTEST, LONGEST = .5, 18                 # seconds; longer clips would set the batch size for all
MASKED, MASK_FRAMES = .15, (4, 20)           # share of the time in each view, and frames of a stretch: a syllable to a word
SPEECHOCEAN_SHARE = .3                     # of its clips per epoch: whole, its children and learners drown the rest


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

    def seconds(self, i): return len(self.samples(i)) / RATE


class Corpora:
    """Several corpora as one: row i of it is row `place[i][1]` of `place[i][0]`."""
    def __init__(self, parts):
        self.rows = [row for part in parts for row in part.rows]
        self.place = [(part, i) for part in parts for i in range(len(part.rows))]

    def samples(self, i):
        part, row = self.place[i]
        return part.samples(row)

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


def augmented(samples, draw, other=None, device='cpu'):
    """int16 samples -> float32 wave as another voice, room, microphone and line might have it. draw: random.Random; other: samples of
    another speaker for the background; device: where it is computed (a core makes 150 to 300 s of audio a second, too little for a GPU)."""
    def on_device(samples): return torch.from_numpy(samples.astype(np.float32) / 32768).to(device)

    wave = on_device(samples)
    speed = draw.choice((1., draw.uniform(.85, 1.2)))            # tempo and pitch together: other throats
    if speed != 1: wave = F.interpolate(wave[None, None], size=int(len(wave) / speed), mode='linear')[0, 0]
    loudness = wave.std()
    if draw.random() < .3: wave = in_room(wave, draw)
    if other is not None and draw.random() < .15:
        talk = on_device(np.resize(other, len(wave)))
        wave = wave + talk * loudness / (talk.std() + 1e-4) * 10 ** draw.uniform(-1.2, -.4)
    if draw.random() < .25:
        noise = coloured_noise(len(wave), draw, device)
        wave = wave + noise * loudness * 10 ** draw.uniform(-2, -.4)
    if draw.random() < .25: wave = band_limited(wave, draw)
    wave = (wave * 10 ** draw.uniform(-.6, .3)).clamp(-1, 1)
    if draw.random() < .1: wave = companded(wave)
    return wave


def resampled(wave, rate):
    """float32 samples at `rate` Hz -> int16 at 16 kHz."""
    n = round(len(wave) * RATE / rate)
    values = np.fft.rfft(wave)[:n // 2 + 1]
    values[int(len(values) * .96):] = 0                      # the last bands would ring at both ends
    return (np.clip(np.fft.irfft(values, n) * (n / len(wave)), -1, 1) * 32767).astype(np.int16)


def spectrum(wave):
    """Its spectrum and the frequencies in Hz, at a length that the transform is fast for."""
    n = 1 << (len(wave) - 1).bit_length()
    return torch.fft.rfft(wave, n), torch.arange(n // 2 + 1, device=wave.device) * (RATE / n)


def white_noise(length, draw, device):
    return torch.randn(length, generator=torch.Generator(device).manual_seed(draw.getrandbits(32)), device=device)


def in_room(wave, draw):
    """The wave and its decaying echo: noise that fades by 60 dB in 0.15 to 0.6 s, quieter than the direct sound by 0 to 12 dB."""
    decay = draw.uniform(.15, .6)
    time = torch.arange(int(decay * RATE), device=wave.device) / RATE
    echo = white_noise(len(time), draw, wave.device) * 10 ** (-3 * time / decay) * (time > draw.uniform(.001, .01))
    echo = echo / (echo.norm() + 1e-6) * 10 ** draw.uniform(-.6, 0)
    echo[0] = 1.
    n = 1 << (len(wave) + len(echo) - 1).bit_length()
    return torch.fft.irfft(torch.fft.rfft(wave, n) * torch.fft.rfft(echo, n), n)[:len(wave)]


def coloured_noise(length, draw, device):
    """Noise of deviation 1 whose power falls with frequency to a drawn degree: white, pink, brown and between."""
    values, hertz = spectrum(white_noise(length, draw, device))
    noise = torch.fft.irfft(values * (hertz + 20.) ** -draw.uniform(0, 1))[:length]
    return noise / (noise.std() + 1e-6)


def band_limited(wave, draw):
    """Without what is above 2.5 to 7 kHz and below 50 to 400 Hz: small loudspeakers, telephones, headsets."""
    values, hertz = spectrum(wave)
    return torch.fft.irfft(values * (hertz < draw.uniform(2500, 7000)) * (hertz > draw.uniform(50, 400)))[:len(wave)]


def companded(wave):
    """Through the 255 steps of a telephone line (ITU-T G.711, mu-law)."""
    line = torch.round(wave.sign() * torch.log1p(255 * wave.abs()) / np.log(256) * 127) / 127
    return line.sign() * (256 ** line.abs() - 1) / 255


def time_masked(x, lengths, draw, masked=MASKED):
    """Zeroes stretches of up to half a second, `masked` of the time in all, of the stem's output, in place. x [batch, frames, width]."""
    for i, n in enumerate(lengths):
        for _ in range(round(masked * n / (sum(MASK_FRAMES) / 2))):
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
