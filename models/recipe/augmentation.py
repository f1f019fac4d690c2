"""Recordings as other voices, rooms, microphones and lines might have made them: whole batches at once, or one alone; on a CPU or a GPU.

Waves are float32 [batch, samples], silent where one is shorter than the longest. All draws come from the device's own random numbers
(torch.manual_seed), a share of the batch for each kind of harm.
"""
import random
import numpy as np, torch, torch.nn.functional as F
from data import rows_of
from model import BLOCK, HOP, RATE

SLOWEST, FASTEST, OWN_SPEED = .85, 1.2, .5          # tempo and pitch together: other throats; the share that keeps its own
ROOM, TALK, NOISE, BAND, LINE = .3, .15, .25, .25, .1        # shares
DECAY, LONGEST_DECAY = (.15, .6), .6                # seconds in which an echo fades by 60 dB


class Recordings:
    """The samples of `corpus` (data.Corpora) on the device, read at any speed."""
    def __init__(self, corpus, device):
        self.corpus, self.device, starts, at = corpus, device, {}, 0
        parts = list(dict.fromkeys(part for part, _ in corpus.place))
        for part in parts:
            starts[part] = at
            at += len(part.audio)
        self.audio = torch.cat([torch.from_numpy(np.array(part.audio)).to(device) for part in parts])
        self.begin = torch.tensor([starts[part] + (part.ends[i - 1] if i else 0) for part, i in corpus.place])
        self.length = torch.tensor([part.ends[i] - (part.ends[i - 1] if i else 0) for part, i in corpus.place])

    def batches(self, epoch, seconds):
        """Lists of (row, speed) for one epoch, `seconds` of padded audio in each. All that are as long have as many rows: a GPU prepares
        transforms and convolutions for each new shape, which takes longer than they do."""
        draw, out, waiting, lengths = random.Random(epoch), [], [], {}
        for i in rows_of(self.corpus, draw):
            speed = speed_of(draw)
            lengths.setdefault(blocks_of(self.corpus.seconds(i) * RATE / speed), []).append((i, speed))
        for blocks in sorted(lengths):
            waiting += draw.sample(lengths[blocks], len(lengths[blocks]))
            size = max(1, int(seconds * RATE / (blocks * BLOCK * HOP)))
            while len(waiting) >= size: out.append([waiting.pop() for _ in range(size)])
        if waiting: out.append(waiting + draw.choices(waiting, k=size - len(waiting)))
        draw.shuffle(out)
        return out

    def read(self, batch, samples, again=False):
        """(row, speed) of each, so many times faster -> waves [batch, samples]; what is shorter is said again and again, or silence follows."""
        rows, speeds = zip(*batch)
        rows, speed = torch.tensor(rows), torch.tensor(speeds, dtype=torch.float64).to(self.device)[:, None]
        begin, end = (values[rows].to(self.device)[:, None] for values in (self.begin, self.begin + self.length - 1))
        at = torch.arange(samples, device=self.device) * speed
        whole, part = at.long(), (at % 1).float()
        if again: whole = whole % (end - begin + 1)
        here, there = (self.audio[torch.minimum(begin + place, end)].float() for place in (whole, whole + 1))
        return torch.lerp(here, there, part) * (begin + whole <= end) / 32768


def blocks_of(samples):
    """Blocks of frames that hold so many samples."""
    return -(-int(samples) // (BLOCK * HOP))


def speed_of(draw): return 1. if draw.random() < OWN_SPEED else draw.uniform(SLOWEST, FASTEST)


def made_anew(samples, draw, other=None):
    """One recording, int16 samples, at another speed and augmented: float32. other: samples of another speaker."""
    torch.manual_seed(draw.getrandbits(32))
    wave, speed = torch.from_numpy(samples.astype(np.float32) / 32768)[None], speed_of(draw)
    if speed != 1: wave = F.interpolate(wave[None], size=int(len(samples) / speed), mode='linear')[0]
    talk = torch.zeros_like(wave) if other is None else torch.from_numpy(np.resize(other, wave.shape).astype(np.float32) / 32768)
    return augmented(wave, talk)[0]


def augmented(waves, talk):
    """waves as they might have been heard; talk: waves of other speakers, of the same shape, for the background."""
    batch, device = len(waves), waves.device
    loudness = waves.std(1, keepdim=True) + 1e-4

    def chosen(share): return torch.rand(batch, 1, device=device) < share
    def between(low, high): return low + (high - low) * torch.rand(batch, 1, device=device)
    def level(low, high): return 10 ** between(low, high)

    heard = torch.where(chosen(ROOM), in_room(waves, between(*DECAY), between(.001, .01), level(-.6, 0)), waves)
    heard = heard + chosen(TALK) * talk * loudness / (talk.std(1, keepdim=True) + 1e-4) * level(-1.2, -.4)
    heard = heard + chosen(NOISE) * coloured_noise(waves.shape, between(0, 1)) * loudness * level(-2, -.4)
    heard = torch.where(chosen(BAND), band_limited(heard, between(50, 400), between(2500, 7000)), heard)
    heard = (heard * level(-.6, .3)).clamp(-1, 1)
    return torch.where(chosen(LINE), companded(heard), heard)


def fast_length(n):
    """The next length that the transform is fast for, of 2^a and 3·2^a."""
    power = 1 << (n - 1).bit_length()
    return power * 3 // 4 if power * 3 // 4 >= n else power


def hertz(n, device): return torch.arange(n // 2 + 1, device=device) * (RATE / n)


def in_room(waves, decay, delay, loud):
    """With a decaying echo: noise that fades by 60 dB in `decay` seconds, from `delay` on, `loud` times the direct sound. All [batch, 1]."""
    time = torch.arange(int(LONGEST_DECAY * RATE), device=waves.device) / RATE
    echo = torch.randn(len(waves), len(time), device=waves.device) * 10 ** (-3 * time / decay) * (time > delay) * (time < decay)
    echo = echo / (echo.norm(dim=1, keepdim=True) + 1e-6) * loud
    echo[:, 0] = 1.
    n = fast_length(waves.shape[1] + len(time))
    return torch.fft.irfft(torch.fft.rfft(waves, n) * torch.fft.rfft(echo, n), n)[:, :waves.shape[1]]


def coloured_noise(shape, fall):
    """Noise of deviation 1 whose power falls with frequency to the degree `fall` [batch, 1]: white, pink, brown and between."""
    n = fast_length(shape[1])
    values = torch.fft.rfft(torch.randn(shape[0], n, device=fall.device))
    noise = torch.fft.irfft(values * (hertz(n, fall.device) + 20.) ** -fall, n)[:, :shape[1]]
    return noise / (noise.std(1, keepdim=True) + 1e-6)


def band_limited(waves, low, high):
    """Without what is below `low` and above `high` Hz, [batch, 1]: small loudspeakers, telephones, headsets."""
    n = fast_length(waves.shape[1])
    at = hertz(n, waves.device)
    return torch.fft.irfft(torch.fft.rfft(waves, n) * ((at > low) & (at < high)), n)[:, :waves.shape[1]]


def companded(waves):
    """Through the 255 steps of a telephone line (ITU-T G.711, mu-law)."""
    line = torch.round(waves.sign() * torch.log1p(255 * waves.abs()) / np.log(256) * 127) / 127
    return line.sign() * (256 ** line.abs() - 1) / 255
