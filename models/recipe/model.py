"""The acoustic model: a streaming CTC encoder on raw 16 kHz audio.

    samples ─ stem: conv k127 s64, tanh, causal norm, conv k7 s3, conv k3 s2 ─ 24 ms per frame, 288 channels
            ─ six pre-norm transformer layers: attention within the chunk and `left` frames before it, rotary positions
                 layer 4 ─ phones (39 ARPAbet + blank)          intermediate CTC
                 layer 5 ─ subwords                             intermediate CTC, fed back into layer 6 (self-conditioning)
            ─ norm ─ causal conv over 3 frames ─ subwords       the output

The same weights run in two ways that agree to rounding: `forward` over whole utterances with a chunk mask (training), and
`Step` over one chunk with explicit states (streaming; what is exported).

Everything after the stem is Moonshine-tiny's encoder (arXiv 2410.15608) at the start of training; its group norm over the whole
utterance, the only part of it that cannot stream, is replaced by running statistics.
"""
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F

RATE = 16000
WIDTH, HEADS, FFN, LAYERS, ROTARY = 288, 8, 1152, 6, 32
PHONE_LAYER, MIDDLE_LAYER = 3, 4                # counted from 0
HOP, FIELD = 64 * 3 * 2, 127 + 64 * (7 - 1 + 3 * (3 - 1))    # samples between frames; samples that one frame sees: 384, 895
NORM_STEPS = HOP // 64                          # rows of the first convolution per frame
LEFT = 128                                      # frames of attention before the chunk, 3 s
BLOCK = 48                                      # queries that share one set of keys when whole utterances are computed: whole chunks of 8, 12, 16, 24
# Running norm: a prior worth 0.5 s of audio at the statistics of ordinary speech (mean 0, variance 0.03), and a memory of 20 s,
# longer than any training clip, after which the past fades at each chunk, so that a microphone left on for hours still adapts.
PRIOR_STEPS, PRIOR_VARIANCE, MEMORY_STEPS = 125., .03, 5000.


def frames_of(samples):
    """Frames that the stem makes of so many samples."""
    return max(0, (samples - FIELD) // HOP + 1)


class RunningNorm(nn.Module):
    """Norm over channels and all time so far. statistics [batch, 3]: sum of means, sum of mean squares, rows (each with the prior inside)."""
    def __init__(self, channels):
        super().__init__()
        self.gain, self.offset = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))

    @staticmethod
    def start(batch=1):
        """The statistics before any audio, as differences to the prior: all zero."""
        return torch.zeros(batch, 3)

    def forward(self, x, statistics, keep):
        """x [batch, channels, rows] -> normed x, statistics after the first `keep` rows."""
        total = statistics + torch.tensor([0., PRIOR_STEPS * PRIOR_VARIANCE, PRIOR_STEPS], device=x.device)
        fade = torch.clamp(MEMORY_STEPS / total[:, 2:], max=1.)
        total = total * fade
        x = x.to(statistics.dtype)              # float32 under autocast too
        rows = torch.stack((x.mean(1), (x * x).mean(1), torch.ones_like(x[:, 0])), 1).cumsum(2) + total[:, :, None]
        mean, square = rows[:, 0] / rows[:, 2], rows[:, 1] / rows[:, 2]
        scale = torch.rsqrt(torch.clamp(square - mean * mean, min=1e-6) + 1e-5)
        y = (x - mean[:, None]) * scale[:, None] * self.gain[:, None] + self.offset[:, None]
        return y, rows[:, :, keep - 1] - torch.tensor([0., PRIOR_STEPS * PRIOR_VARIANCE, PRIOR_STEPS], device=x.device)


class Stem(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1, self.norm = nn.Conv1d(1, width, 127, 64, bias=False), RunningNorm(width)
        self.conv2, self.conv3 = nn.Conv1d(width, 2 * width, 7, 3), nn.Conv1d(2 * width, width, 3, 2)

    def forward(self, samples, statistics=None, keep=1):
        """samples [batch, n] -> [batch, frames, width], statistics of the norm after `keep` rows."""
        if statistics is None: statistics = RunningNorm.start(len(samples)).to(samples)
        x, statistics = self.norm(torch.tanh(self.conv1(samples[:, None])), statistics, keep)
        return F.gelu(self.conv3(F.gelu(self.conv2(x)))).transpose(1, 2), statistics


def rotary(positions, width, like):
    """cos and sin [positions, head width] and the matrix that swaps pairs: RoFormer's rotation (arXiv 2104.09864) of interleaved pairs.

    The first ROTARY channels turn by their position, the rest (cos 1, sin 0) stay. In float64 until the end: float32 angles are off by
    3e-5 at the 500th frame, and the step, which counts positions from elsewhere, would differ. In the precision of `like`: under autocast
    products with float32 would stay float32.
    """
    angle = np.outer(np.arange(positions), 10000. ** (-np.arange(0, ROTARY, 2) / ROTARY)).repeat(2, 1)
    angle = np.pad(angle, ((0, 0), (0, width - ROTARY)))
    swap = np.zeros((width, width))
    even = np.arange(0, ROTARY, 2)
    swap[even + 1, even], swap[even, even + 1] = -1, 1
    return [torch.tensor(table, dtype=like.dtype, device=like.device) for table in (np.cos(angle), np.sin(angle), swap)]


def rotate(x, cos, sin, swap):
    """x [..., positions, head width], or with other dimensions between the two that cos and sin have too."""
    return torch.addcmul(x * cos, x @ swap, sin)


class Span:
    """What each frame of an utterance may look at: its own chunk and `left` frames before that chunk; chunk None = everything.

    Attention is computed block by block, BLOCK queries with the keys that any of them may see: over all pairs of frames, most of which the
    mask would drop, it took half of an update's time.
    """
    def __init__(self, frames, chunk, left, device=None):
        if chunk and BLOCK % chunk: raise ValueError(f'chunk: {chunk}, expected a divisor of {BLOCK}')
        self.frames, self.block = frames, BLOCK if chunk else frames
        self.before = -(-left // BLOCK) if chunk else 0                         # blocks of keys before a block of queries
        query = torch.arange(frames + self.padding, device=device).view(-1, self.block, 1)
        key = query[:, :1] + torch.arange(-self.before * self.block, self.block, device=device)
        first = query // (chunk or frames) * (chunk or frames)
        seen = (key >= 0) & (key < frames) & (key < first + (chunk or frames)) & (key >= first - left)
        self.bias = torch.zeros(seen.shape, device=device).masked_fill(~seen, -1e9)[:, None] if chunk else None

    @property
    def padding(self): return -self.frames % self.block

    def blocks(self, x):
        """[batch, frames, heads, head width] -> [batch, blocks, heads, BLOCK, head width]"""
        return F.pad(x, (0, 0, 0, 0, 0, self.padding)).unflatten(1, (-1, self.block)).transpose(2, 3)

    def reach(self, x):
        """Blocks -> the same, each with those before it: [batch, blocks, heads, (before + 1)·BLOCK, head width]"""
        n, x = x.shape[1], F.pad(x, (0, 0, 0, 0, 0, 0, self.before, 0))
        return torch.cat([x[:, i:i + n] for i in range(self.before + 1)], 3)

    def attend(self, q, k, v):
        """Queries (scaled), keys and values [batch, frames, heads, head width] -> [batch, frames, width]"""
        weights = self.blocks(q) @ self.reach(self.blocks(k)).transpose(3, 4)
        if self.bias is not None: weights = weights + self.bias.to(weights.dtype)
        x = weights.softmax(-1) @ self.reach(self.blocks(v))
        return x.transpose(2, 3).flatten(1, 2)[:, :self.frames].flatten(2)


class Layer(nn.Module):
    def __init__(self, width, heads, ffn):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width, bias=False), nn.LayerNorm(width, bias=False)
        self.q, self.k, self.v, self.o = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.up, self.down = nn.Linear(width, ffn), nn.Linear(ffn, width)

    def project(self, x):
        """[batch, frames, width] -> queries (scaled), keys, values [batch, frames, heads, head width]"""
        y = self.norm1(x)
        q, k, v = (p(y).unflatten(-1, (self.heads, -1)) for p in (self.q, self.k, self.v))
        return q * q.shape[-1] ** -.5, k, v

    def rest(self, x, attended):
        x = x + self.o(attended)
        return x + self.down(F.gelu(self.up(self.norm2(x))))

    def forward(self, x, rotation, span):
        q, k, v = self.project(x)
        return self.rest(x, span.attend(rotate(q, *rotation), rotate(k, *rotation), v))


class Model(nn.Module):
    def __init__(self, units, phones, width=WIDTH, heads=HEADS, ffn=FFN, layers=LAYERS):
        """units, phones: sizes of the two vocabularies, blank (id 0) included."""
        super().__init__()
        self.stem, self.layers = Stem(width), nn.ModuleList(Layer(width, heads, ffn) for _ in range(layers))
        self.norm = nn.LayerNorm(width, bias=False)
        self.phone_norm, self.phone_head = nn.LayerNorm(width), nn.Linear(width, phones)
        self.middle_norm, self.middle_head = nn.LayerNorm(width), nn.Linear(width, units)
        self.feedback = nn.Linear(units, width)
        self.conv, self.head = nn.Conv1d(width, width, 3), nn.Linear(width, units)
        nn.init.zeros_(self.feedback.weight), nn.init.zeros_(self.feedback.bias)

    def rotation(self, positions, like):
        return rotary(positions, self.norm.weight.numel() // self.layers[0].heads, like)

    def middle(self, x):
        """Subword logits of the middle layer, and x with them fed back."""
        z = self.middle_head(self.middle_norm(x))
        return z, x + self.feedback(z.softmax(-1))

    def encode(self, x, chunk=None, left=LEFT, dropout=0.):
        """x [batch, frames, width] from the stem; chunk None = full context -> logits of subwords, of the middle layer, of phones; outputs of all layers."""
        span, hidden = Span(x.shape[1], chunk, left, x.device), []
        cos, sin, swap = self.rotation(x.shape[1], x)
        rotation = cos[:, None], sin[:, None], swap
        for k, layer in enumerate(self.layers):
            x = F.dropout(layer(x, rotation, span) - x, dropout, self.training) + x if dropout else layer(x, rotation, span)
            hidden.append(x)
            if k == PHONE_LAYER: phones = self.phone_head(self.phone_norm(x))
            if k == MIDDLE_LAYER: middle, x = self.middle(x)
        y = self.norm(x)
        y = y + F.gelu(self.conv(F.pad(y.transpose(1, 2), (2, 0)))).transpose(1, 2)
        return self.head(y), middle, phones, hidden

    def forward(self, samples, chunk=None, left=LEFT):
        """samples [batch, n] -> logits [batch, frames, units], those of the middle layer and the phones, and the outputs of all layers."""
        return self.encode(self.stem(samples)[0], chunk, left)


class Step(nn.Module):
    """One chunk with explicit states. All states are zero at the start of a stream:

    statistics [1, 3]                                 of the running norm, less its prior
    keys, values [layers, heads, left, head width]    of the frames before the chunk, keys unrotated: positions count inside the window
    age [1]                                           how many of the `left` cached frames have been heard
    tail [1, width, 2]                                the last two frames before the causal convolution
    """
    def __init__(self, model, chunk, left=LEFT):
        super().__init__()
        self.model, self.chunk, self.left = model, chunk, left
        self.window = chunk * HOP + FIELD - HOP

    def states(self):
        layer, width = self.model.layers[0], self.model.norm.weight.numel()
        cache = (len(self.model.layers), layer.heads, self.left, width // layer.heads)
        shapes = {'statistics': (1, 3), 'keys': cache, 'values': cache, 'age': (1,), 'tail': (1, width, 2)}
        return {name: torch.zeros(shape) for name, shape in shapes.items()}

    def forward(self, samples, statistics, keys, values, age, tail):
        """samples [1, window] -> logits [1, chunk, units], middle logits, phone logits, the layers' outputs [layers, chunk, width], then the new states."""
        m, total = self.model, self.left + self.chunk
        x, statistics = m.stem(samples, statistics, self.chunk * NORM_STEPS)
        cos, sin, swap = m.rotation(total, x)
        unheard = (torch.arange(total) < self.left - age).float() * -1e9
        new_keys, new_values, hidden = [], [], []
        for i, layer in enumerate(m.layers):
            q, k, v = (y[0].transpose(0, 1) for y in layer.project(x))
            k, v = torch.cat((keys[i], k), 1), torch.cat((values[i], v), 1)
            new_keys.append(k[:, self.chunk:]), new_values.append(v[:, self.chunk:])
            weights = (rotate(q, cos[self.left:], sin[self.left:], swap) @ rotate(k, cos, sin, swap).transpose(1, 2) + unheard).softmax(-1)
            x = layer.rest(x, (weights @ v).transpose(0, 1).flatten(1)[None])
            hidden.append(x[0])
            if i == PHONE_LAYER: phones = m.phone_head(m.phone_norm(x))
            if i == MIDDLE_LAYER: middle, x = m.middle(x)
        y = torch.cat((tail, m.norm(x).transpose(1, 2)), 2)
        logits = m.head((y[:, :, 2:] + F.gelu(m.conv(y))).transpose(1, 2))
        age = torch.clamp(age + self.chunk, max=float(self.left))
        return logits, middle, phones, torch.stack(hidden), statistics, torch.stack(new_keys), torch.stack(new_values), age, y[:, :, -2:]
