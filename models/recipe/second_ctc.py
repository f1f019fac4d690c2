"""Subwords and phones from what the second pass's encoder hears: a CTC model over whole utterances, beside the decoder that writes their text.

    samples ─ Moonshine-tiny's encoder, frozen, full context ─ 24 ms per frame, 288 channels           what the second pass computes anyway
            ─ norm ─ convolution over 9 frames
            ─ three pre-norm transformer layers, full context, each with a depthwise convolution over 9 frames
                 layer 1 ─ phones (39 ARPAbet + blank)           intermediate CTC
                 layer 2 ─ subwords                              intermediate CTC, fed back into layer 3
            ─ norm ─ subwords                                    the output

The decoder spells names as it likes; these frames tell how they sounded, by an encoder that 200,000 hours have taught. Convolutions because
the encoder was made for a decoder that looks anywhere: where in time something was said is not always where it is found.
"""
import torch, torch.nn as nn, torch.nn.functional as F
from model import FFN, HEADS, LAYERS, WIDTH, Layer, Stem, rotary
from moonshine import encoder_weights

TOP_LAYERS, PHONE_LAYER, MIDDLE_LAYER = 3, 0, 1            # of those above the encoder, counted from 0
KERNEL = 9


class Encoder(nn.Module):
    """Moonshine-tiny's encoder (arXiv 2410.15608) by the names of model.Model, so that the same weights fit."""
    def __init__(self):
        super().__init__()
        self.stem, self.layers, self.norm = Stem(WIDTH), nn.ModuleList(Layer(WIDTH, HEADS, FFN) for _ in range(LAYERS)), nn.LayerNorm(WIDTH, bias=False)

    def hidden(self, x, frames=None):
        """The stem's output [batch, frames, width] -> the last hidden states, alike. frames: how many of each are speech; None = all."""
        rotation, span = turning(x), Whole(x.shape[1], frames)
        for layer in self.layers: x = layer(x, rotation, span)
        return self.norm(x)


class Top(nn.Module):
    """What is trained."""
    def __init__(self, units, phones):
        super().__init__()
        self.before, self.conv = nn.LayerNorm(WIDTH), nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=KERNEL // 2, groups=WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, FFN) for _ in range(TOP_LAYERS))
        self.convs = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=KERNEL // 2, groups=WIDTH) for _ in range(TOP_LAYERS))
        self.phone_norm, self.phone_head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, phones)
        self.middle_norm, self.middle_head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, units)
        self.feedback = nn.Linear(units, WIDTH)
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, units)
        nn.init.zeros_(self.feedback.weight), nn.init.zeros_(self.feedback.bias)
        for layer in self.layers: layer.o.weight.data.mul_(.3), layer.down.weight.data.mul_(.3)

    def forward(self, x, dropout=0.):
        """Hidden states [batch, frames, width] -> logits of subwords, of the middle layer, of phones [batch, frames, ...]"""
        x = self.before(x)
        x = x + self.mix(F.gelu(along(self.conv, x)))
        rotation, span = turning(x), Whole()
        for i, (layer, conv) in enumerate(zip(self.layers, self.convs)):
            x = x + F.dropout(layer(x, rotation, span) - x, dropout, self.training)
            x = x + F.dropout(F.gelu(along(conv, x)), dropout, self.training)
            if i == PHONE_LAYER: phones = self.phone_head(self.phone_norm(x))
            if i == MIDDLE_LAYER:
                middle = self.middle_head(self.middle_norm(x))
                x = x + self.feedback(middle.softmax(-1))
        return self.head(self.norm(x)), middle, phones


class SecondCtc(nn.Module):
    """Both together, with the methods of model.Model that training and evaluation call; `chunk` and `left` mean nothing here."""
    def __init__(self, units, phones):
        super().__init__()
        self.encoder, self.top = Encoder(), Top(units, phones)

    @property
    def stem(self): return self.encoder.stem

    def encode(self, x, chunk=None, left=0, dropout=0.):
        """x: the encoder's hidden states."""
        return *self.top(x, dropout), None

    def forward(self, samples, chunk=None, left=0):
        return self.encode(self.encoder.hidden(self.stem(samples)[0]))


def second_ctc(state):
    """Released weights of Top -> the model, on the encoder as it was published."""
    model = SecondCtc(*(len(state[head + '.bias']) for head in ('head', 'phone_head')))
    model.encoder.load_state_dict({name: torch.from_numpy(array) for name, array in encoder_weights().items()})
    model.top.load_state_dict(state)
    return model


class Whole:
    """As model.Span: each frame may look at all of its utterance. Of utterances side by side `frames` of each are speech; None = all."""
    def __init__(self, longest=0, frames=None):
        self.bias = None if frames is None else (torch.arange(longest) >= torch.tensor(frames)[:, None])[:, None, None] * -1e9

    def attend(self, q, k, v):
        weights = q.transpose(1, 2) @ k.permute(0, 2, 3, 1)
        if self.bias is not None: weights = weights + self.bias.to(weights)
        return (weights.softmax(-1) @ v.transpose(1, 2)).transpose(1, 2).flatten(2)


def turning(x):
    """model.rotary of the positions of x, as layers take it."""
    cos, sin, swap = rotary(x.shape[1], WIDTH // HEADS, x)
    return cos[:, None], sin[:, None], swap


def along(conv, x):
    return conv(x.transpose(1, 2)).transpose(1, 2)
