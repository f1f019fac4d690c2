"""The acoustic model: a streaming CTC encoder on raw 16 kHz audio.

    samples ─ stem: conv k127 s64, tanh, causal norm, conv k7 s3, conv k3 s2 ─ 24 ms per frame, 288 channels
            ─ six pre-norm transformer layers, norm: attention within the chunk, `left` frames before it and `right` after it; rotary positions
            ─ norm, and what layers 3, 4 and 5 gave ─ depthwise conv over 9 frames, of the chunk, the four before it and those after it
            ─ three layers more, each followed by such a convolution
                 layer 7 ─ phones (39 ARPAbet + blank)          intermediate CTC
                 layer 8 ─ subwords                             intermediate CTC, fed back into layer 9 (self-conditioning)
            ─ norm ─ subwords                                   the output

The same weights run in two ways that agree to rounding: `forward` over whole utterances with a chunk mask (training), and
`Step` over one chunk with explicit states (streaming; what is exported).

Stem and six layers are Moonshine-tiny's encoder (arXiv 2410.15608) at the start of training, and are taught to give in chunks what it gives
when it hears whole utterances; its group norm over the whole utterance, the only part of it that cannot stream, is replaced by running
statistics. What lies on the right of a chunk is computed twice, once more as a chunk's own: so a chunk's last frames, too, know what comes next.
Convolutions, and the layers before the last, because that encoder was made for a decoder that looks anywhere: where in time something was said
is not where its last layer has it. A small network that reads phones from one layer of it, trained for 240 updates, misses 17 % of them after
layers 4 and 5, and 97 % after layer 6.
"""
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F

RATE = 16000
WIDTH, HEADS, FFN, LAYERS, TOP_LAYERS, ROTARY = 288, 8, 1152, 6, 3, 32
PHONE_LAYER, MIDDLE_LAYER = LAYERS, LAYERS + 1  # of all, counted from 0
TAPS = (2, 3, 4)                                # layers whose outputs are read beside the last one's, counted from 0
KERNEL, SIDE = 9, 4                             # frames that a convolution sees, and of these on each side
HOP, FIELD = 64 * 3 * 2, 127 + 64 * (7 - 1 + 3 * (3 - 1))    # samples between frames; samples that one frame sees: 384, 895
NORM_STEPS = HOP // 64                          # rows of the first convolution per frame
LEFT = 128                                      # frames of attention before the chunk, 3 s
# Frames after the chunk that are computed with it, and once more as the next one's own: 192 ms; the largest chunks wait long anyway, and hear 384.
RIGHT, RIGHT_OF_LARGE, LARGE = 8, 16, 24
BLOCK = 48                                      # frames that share one set of keys when whole utterances are computed: whole chunks of 8, 12, 16, 24
# Running norm: a prior worth 0.5 s of audio at the statistics of ordinary speech (mean 0, variance 0.03), and a memory of 20 s,
# longer than any training clip, after which the past fades at each chunk, so that a microphone left on for hours still adapts.
PRIOR_STEPS, PRIOR_VARIANCE, MEMORY_STEPS = 125., .03, 5000.


def frames_of(samples):
    """Frames that the stem makes of so many samples."""
    return max(0, (samples - FIELD) // HOP + 1)


def right_of(chunk):
    """Frames that a chunk of so many is computed with on its right."""
    return RIGHT if chunk < LARGE else RIGHT_OF_LARGE


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
    """How utterances are computed: each chunk with the `left` frames before it and `right_of` it after it, which the next chunk computes
    again as its own. chunk None: all frames at once; of utterances side by side the first `lengths` frames of each.

    `spread` lays the frames of all chunks, with their right ones, side by side: in the layers [batch, spread frames, ...]; `collect` takes out
    each chunk's own. Attention is computed block by block, BLOCK frames with the keys that any of them may see: over all pairs of frames, most of
    which the mask would drop, it took half of an update's time.
    """
    def __init__(self, frames, chunk, left=LEFT, device=None, lengths=None):
        self.frames, self.chunk = frames, chunk
        if not chunk:
            self.positions = torch.arange(frames, device=device)
            beyond = None if lengths is None else torch.arange(frames) >= torch.tensor(lengths)[:, None]
            self.bias = None if beyond is None else (beyond[:, None, None] * -1e9).to(device)
            return
        if BLOCK % chunk: raise ValueError(f'chunk: {chunk}, expected a divisor of {BLOCK}')
        self.width, self.blocks, self.before = chunk + right_of(chunk), -(-frames // BLOCK), -(-left // BLOCK)     # before: blocks of keys before a block of queries
        at = torch.arange(BLOCK // chunk, device=device)[:, None]                               # chunks of a block
        own = (at * chunk + torch.arange(self.width, device=device)).flatten()                    # frames of a block, counted from its first
        key = torch.cat((torch.arange(-self.before * BLOCK, 0, device=device), own))
        chunk_of = torch.cat((torch.full((self.before * BLOCK,), -1, device=device), at.expand(-1, self.width).flatten()))
        its_own = key < (chunk_of + 1) * chunk                                                   # and not on its right
        query = at.expand(-1, self.width).flatten()[:, None]
        seen = (chunk_of == query) | (chunk_of < query) & its_own & (key >= query * chunk - left)
        first = torch.arange(self.blocks, device=device)[:, None] * BLOCK
        self.positions = (first + own).flatten()
        seen = seen & ((first + key >= 0) & (first + key < frames))[:, None]
        self.bias = torch.zeros(seen.shape, device=device).masked_fill(~seen, -1e9)[:, None]

    def spread(self, x):
        """[batch, frames, width] -> [batch, spread frames, width]"""
        return F.pad(x, (0, 0, 0, self.blocks * BLOCK + self.width - self.chunk - self.frames))[:, self.positions] if self.chunk else x

    def chunks(self, x):
        """[batch, spread frames, ...] -> [batch, chunks, frames, ...]"""
        return x.unflatten(1, (-1, self.width))

    def collect(self, x):
        """[batch, spread frames, width] -> [batch, frames, width]"""
        return self.chunks(x)[:, :, :self.chunk].flatten(1, 2)[:, :self.frames] if self.chunk else x

    def keys(self, x):
        """Of each block: the frames of those before it, and its own. [batch, spread frames, heads, head width] -> [batch, blocks, heads, keys, head width]"""
        past = F.pad(self.chunks(x)[:, :, :self.chunk].flatten(1, 2).unflatten(1, (self.blocks, BLOCK)), (0, 0, 0, 0, 0, 0, self.before, 0))
        return torch.cat([*(past[:, i:i + self.blocks] for i in range(self.before)), x.unflatten(1, (self.blocks, -1))], 2).transpose(2, 3)

    def attend(self, q, k, v):
        """Queries (scaled), keys and values [batch, spread frames, heads, head width] -> [batch, spread frames, width]"""
        if self.chunk: q, k, v = q.unflatten(1, (self.blocks, -1)).transpose(2, 3), self.keys(k), self.keys(v)
        else: q, k, v = q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)
        if q.is_cuda: return self.attend_at_once(q, k, v)
        weights = q @ k.transpose(-1, -2)
        if self.bias is not None: weights = weights + self.bias.to(weights.dtype)
        x = (weights.softmax(-1) @ v).transpose(-2, -3).flatten(-2)
        return x.flatten(1, 2) if self.chunk else x

    def attend_at_once(self, q, k, v):
        """The same by one kernel, which wants widths that 8 divides and one mask for all that stand side by side: 15 % of an update's time on a GPU."""
        width, batch = q.shape[-1], len(q)
        q, k, v = (F.pad(x, (0, -width % 8)) for x in (q, k, v))
        if self.chunk: q, k, v = (x.transpose(0, 1).flatten(1, 2) for x in (q, k, v))        # [blocks, batch * heads, frames, width]
        bias = None if self.bias is None else self.bias.to(q.dtype).expand(-1, q.shape[1] if self.chunk else 1, q.shape[2], -1)
        x = F.scaled_dot_product_attention(q, k, v, attn_mask=bias, scale=1.)[..., :width]
        if self.chunk: return x.unflatten(1, (batch, -1)).permute(1, 0, 3, 2, 4).flatten(-2).flatten(1, 2)
        return x.transpose(1, 2).flatten(-2)

    def convolve(self, conv, x):
        """A depthwise convolution that sees of its KERNEL frames those that attention sees. x [batch, spread frames, width] -> alike"""
        if not self.chunk: return F.conv1d(x.transpose(1, 2), conv.weight, conv.bias, padding=SIDE, groups=conv.groups).transpose(1, 2)
        x = self.chunks(x)
        before = F.pad(x[:, :-1, self.chunk - SIDE:self.chunk], (0, 0, 0, 0, 1, 0))
        y = F.pad(torch.cat((before, x), 2).flatten(0, 1).transpose(1, 2), (0, SIDE))
        return F.conv1d(y, conv.weight, conv.bias, groups=conv.groups).transpose(1, 2).reshape(len(x), -1, x.shape[-1])


class Layer(nn.Module):
    def __init__(self, width, heads, ffn):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width, bias=False), nn.LayerNorm(width, bias=False)
        self.q, self.k, self.v, self.o = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.up, self.down = nn.Linear(width, ffn), nn.Linear(ffn, width)

    def project(self, x):
        """[batch, frames, width] -> queries (scaled), keys, values [batch, frames, heads, head width]"""
        y = self.norm1(x).to(x.dtype)           # under autocast the norm is float32: once for all three
        q, k, v = (p(y).unflatten(-1, (self.heads, -1)) for p in (self.q, self.k, self.v))
        return q * q.shape[-1] ** -.5, k, v

    def rest(self, x, attended):
        x = x + self.o(attended)
        return x + self.down(F.gelu(self.up(self.norm2(x))))

    def forward(self, x, rotation, span):
        q, k, v = self.project(x)
        return self.rest(x, span.attend(rotate(q, *rotation), rotate(k, *rotation), v))


class Model(nn.Module):
    def __init__(self, units, phones, width=WIDTH, heads=HEADS, ffn=FFN):
        """units, phones: sizes of the two vocabularies, blank (id 0) included."""
        super().__init__()
        self.stem, self.layers = Stem(width), nn.ModuleList(Layer(width, heads, ffn) for _ in range(LAYERS + TOP_LAYERS))
        self.norm, self.entry, self.mix = nn.LayerNorm(width, bias=False), nn.LayerNorm(width), nn.Linear(width, width)
        self.taps = nn.ModuleList(nn.Sequential(nn.LayerNorm(width), nn.Linear(width, width, bias=False)) for _ in TAPS)
        self.convs = nn.ModuleList(nn.Conv1d(width, width, KERNEL, groups=width) for _ in range(1 + TOP_LAYERS))
        self.phone_norm, self.phone_head = nn.LayerNorm(width), nn.Linear(width, phones)
        self.middle_norm, self.middle_head = nn.LayerNorm(width), nn.Linear(width, units)
        self.feedback = nn.Linear(units, width)
        self.last_norm, self.head = nn.LayerNorm(width), nn.Linear(width, units)
        for tap in self.taps: nn.init.zeros_(tap[1].weight)
        nn.init.zeros_(self.feedback.weight), nn.init.zeros_(self.feedback.bias)
        for layer in self.layers[LAYERS:]: layer.o.weight.data.mul_(.3), layer.down.weight.data.mul_(.3)

    def rotation(self, positions, like):
        return rotary(positions, self.norm.weight.numel() // self.layers[0].heads, like)

    def enter(self, states, hidden, convolve):
        """The encoder's states and its layers' outputs -> what the layers above it read. convolve(k, x): convolution k over the frames of x."""
        x = self.entry(states) + sum(tap(hidden[i]) for tap, i in zip(self.taps, TAPS))
        return x + self.mix(F.gelu(convolve(0, x)))

    def middle(self, x):
        """Subword logits of the middle layer, and x with them fed back."""
        z = self.middle_head(self.middle_norm(x))
        return z, x + self.feedback(z.softmax(-1))

    def context(self, x, chunk=None, left=LEFT, lengths=None):
        """What all layers have in common over x [batch, frames, width]: Span and rotation. chunk None = full context."""
        span = Span(x.shape[1], chunk, left, x.device, lengths)
        cos, sin, swap = self.rotation(x.shape[1] + BLOCK + RIGHT_OF_LARGE, x)
        return span, (cos[span.positions, None], sin[span.positions, None], swap)

    def hear(self, x, context, dropout=0.):
        """x [batch, spread frames, width] from the stem -> the outputs of the encoder's layers; `norm` of the last are its states."""
        (span, rotation), hidden = context, []
        for layer in self.layers[:LAYERS]:
            x = x + F.dropout(layer(x, rotation, span) - x, dropout, self.training) if dropout else layer(x, rotation, span)
            hidden.append(x)
        return hidden

    def read(self, states, heard, context, dropout=0.):
        """The encoder's states and its layers' outputs, spread -> logits of subwords, of the middle layer, of phones; the outputs of the layers above it, spread too."""
        (span, rotation), hidden = context, []
        def convolve(k, x): return span.convolve(self.convs[k], x)
        x = self.enter(states, heard, convolve)
        for i, layer in enumerate(self.layers[LAYERS:], LAYERS):
            x = x + F.dropout(layer(x, rotation, span) - x, dropout, self.training)
            hidden.append(x)
            x = x + F.dropout(F.gelu(convolve(i - LAYERS + 1, x)), dropout, self.training)
            if i == PHONE_LAYER: phones = self.phone_head(self.phone_norm(span.collect(x)))
            if i == MIDDLE_LAYER: middle, x = self.middle(x)
        return self.head(self.last_norm(span.collect(x))), span.collect(middle), phones, hidden

    def forward(self, samples, chunk=None, left=LEFT):
        """samples [batch, n] -> logits [batch, frames, units], those of the middle layer and the phones, and the outputs of all layers."""
        x = self.stem(samples)[0]
        context = span, _ = self.context(x, chunk, left)
        heard = self.hear(span.spread(x), context)
        *logits, above = self.read(self.norm(heard[-1]), heard, context)
        return *logits, [span.collect(x) for x in heard + above]


class Step(nn.Module):
    """One chunk with explicit states. All states are zero at the start of a stream:

    statistics [1, 3]                                 of the running norm, less its prior
    keys, values [layers, heads, left, head width]    of the frames before the chunk, keys unrotated: positions count inside the window
    age [1]                                           how many of the `left` cached frames have been heard
    tails [convolutions, width, SIDE]                 the last frames before each convolution
    """
    def __init__(self, model, chunk, left=LEFT):
        super().__init__()
        self.model, self.chunk, self.right, self.left = model, chunk, right_of(chunk), left
        self.window = (chunk + self.right) * HOP + FIELD - HOP

    def states(self):
        layer, width = self.model.layers[0], self.model.norm.weight.numel()
        cache = (len(self.model.layers), layer.heads, self.left, width // layer.heads)
        shapes = {'statistics': (1, 3), 'keys': cache, 'values': cache, 'age': (1,), 'tails': (len(self.model.convs), width, SIDE)}
        return {name: torch.zeros(shape) for name, shape in shapes.items()}

    def forward(self, samples, statistics, keys, values, age, tails):
        """samples [1, window] -> logits [1, chunk, units], middle logits, phone logits, the layers' outputs [layers, chunk, width], then the new states."""
        m, total = self.model, self.left + self.chunk + self.right
        x, statistics = m.stem(samples, statistics, self.chunk * NORM_STEPS)
        cos, sin, swap = m.rotation(total, x)
        unheard = (torch.arange(total) < self.left - age).float() * -1e9
        new_keys, new_values, new_tails, heard, hidden = [], [], [], [], []

        def convolve(k, x):
            x, conv = torch.cat((tails[k:k + 1], x.transpose(1, 2)), 2), m.convs[k]
            new_tails.append(x[0, :, self.chunk:self.chunk + SIDE])
            return F.conv1d(F.pad(x, (0, SIDE)), conv.weight, conv.bias, groups=conv.groups).transpose(1, 2)

        for i, layer in enumerate(m.layers):
            q, k, v = (y[0].transpose(0, 1) for y in layer.project(x))
            k, v = torch.cat((keys[i], k), 1), torch.cat((values[i], v), 1)
            new_keys.append(k[:, self.chunk:-self.right]), new_values.append(v[:, self.chunk:-self.right])
            weights = (rotate(q, cos[self.left:], sin[self.left:], swap) @ rotate(k, cos, sin, swap).transpose(1, 2) + unheard).softmax(-1)
            x = layer.rest(x, (weights @ v).transpose(0, 1).flatten(1)[None])
            heard.append(x), hidden.append(x[0, :self.chunk])
            if i == LAYERS - 1: x = m.enter(m.norm(x), heard, convolve)
            if i >= LAYERS: x = x + F.gelu(convolve(i - LAYERS + 1, x))
            if i == PHONE_LAYER: phones = m.phone_head(m.phone_norm(x[:, :self.chunk]))
            if i == MIDDLE_LAYER: middle, x = m.middle(x)
        age = torch.clamp(age + self.chunk, max=float(self.left))
        return (m.head(m.last_norm(x[:, :self.chunk])), middle[:, :self.chunk], phones, torch.stack(hidden), statistics,
                torch.stack(new_keys), torch.stack(new_values), age, torch.stack(new_tails))
