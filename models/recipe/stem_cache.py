"""What a CPU computes once of the training set, in a few augmented variants: the frozen stem's output, so that an update hears no audio and
runs no convolutions, a fifth of its time; and what the last tapped layer of the encoder as it was published makes of that when it hears whole utterances.

On a GPU, where stem and augmentation cost nothing, train.py augments waves anew for each update instead.
"""
import hashlib, json, random
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from augmentation import made_anew
from data import CACHE
from model import RATE, TAPS, WIDTH, frames_of
from precision import autocast, fastest

AUGMENTATION = 2             # counts the versions of augmentation.py that sound different: files of another are not used
VARIANTS = 2                 # of 3.4 GB each; drawn for each utterance and update
MOST_PADDING, MOST_FRAMES = 8, 2500     # frames that an utterance may lack to the longest beside it, and of all in one run of an encoder


class StemCache:
    """`cache.frames(i, draw)`: the stem's output for row i of the corpus in a drawn variant, bfloat16 [frames, WIDTH]."""
    def __init__(self, corpus, teacher, variants, rank=0, ranks=1):
        """teacher: a model.Model with the published weights. Of several processes each writes its share; all have to wait for the others before they read (`open`)."""
        self.files = [CACHE / 'stem' / f'{corpus.name}-{digest(teacher.stem)}-{AUGMENTATION}-{variant}' for variant in range(variants)]
        for variant, file in enumerate(self.files):
            if variant % ranks == rank and not file.with_suffix('.json').exists(): write(corpus, teacher.stem, variant, file)

    def open(self):
        self.ends = [json.loads(file.with_suffix('.json').read_text()) for file in self.files]
        self.values = [np.memmap(file.with_suffix('.bf16'), np.int16, 'r').reshape(-1, WIDTH) for file in self.files]

    def frames(self, i, draw):
        variant = draw.randrange(len(self.values))
        ends = self.ends[variant]
        return torch.from_numpy(np.array(self.values[variant][ends[i - 1] if i else 0:ends[i]])).view(torch.bfloat16).to(fastest('cpu'))


class StateCache(StemCache):
    """The same of what the last tapped layer of the published encoder gives over whole utterances."""
    def __init__(self, corpus, teacher, variants, rank=0, ranks=1):
        super().__init__(corpus, teacher, variants, rank, ranks)
        name = digest(nn.ModuleList([teacher.stem, *teacher.layers[:TAPS[-1] + 1]]))
        stems, self.files = self.files, [CACHE / 'held' / f'{file.name}-{name}' for file in self.files]
        for variant, (stem, file) in enumerate(zip(stems, self.files)):
            if variant % ranks == rank and not file.with_suffix('.json').exists(): write_states(teacher, stem, file)


def whole_states(teacher, x, frames):
    """The stem's output of utterances side by side, of so many frames each -> what the last tapped layer gives that hears the whole of each."""
    return teacher.hear(x, teacher.context(x, lengths=frames))[TAPS[-1]]


def digest(module):
    """Names the files of these weights. Released weights are fp16: rounded alike, a resumed training and its releases share the files."""
    return hashlib.sha256(b''.join(p.detach().cpu().half().numpy().tobytes() for p in module.parameters())).hexdigest()[:12]


@torch.no_grad()
def write_states(teacher, stem, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    ends = json.loads(stem.with_suffix('.json').read_text())
    begins, values = [0, *ends], np.memmap(stem.with_suffix('.bf16'), np.int16, 'r').reshape(-1, WIDTH)
    out = np.memmap(file.with_suffix('.new'), np.int16, 'w+', shape=values.shape)
    order, batch = sorted(range(len(ends)), key=lambda i: ends[i] - begins[i]), []
    for place, i in enumerate(order):
        batch.append(i)
        following = ends[order[place + 1]] - begins[order[place + 1]] if place + 1 < len(order) else None
        frames = [ends[j] - begins[j] for j in batch]
        if following is not None and following - frames[0] <= MOST_PADDING and following * (len(batch) + 1) <= MOST_FRAMES: continue
        parts = [torch.from_numpy(np.array(values[begins[j]:ends[j]])).view(torch.bfloat16).to(fastest('cpu')) for j in batch]
        with autocast('cpu'): x = whole_states(teacher, nn.utils.rnn.pad_sequence(parts, True), frames)
        for j, n, row in zip(batch, frames, x.bfloat16().view(torch.int16).numpy()): out[begins[j]:ends[j]] = row[:n]
        batch = []
    out.flush()
    file.with_suffix('.new').replace(file.with_suffix('.bf16'))
    file.with_suffix('.json').write_text(json.dumps(ends))


def heard_anew(stem, corpus, i, draw):
    """The stem's output for row i as another voice, room or microphone might have made it, [frames, WIDTH]."""
    wave = made_anew(corpus.samples(i), draw, corpus.samples(draw.randrange(len(corpus.rows))))
    # whole half seconds: for each new length the convolutions are compiled anew, which takes longer than they do
    return stem(F.pad(wave, (0, -len(wave) % (RATE // 2)))[None])[0][0, :frames_of(len(wave))]


@torch.no_grad()
def write(corpus, stem, variant, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    ends, end = [], 0
    with open(file.with_suffix('.new'), 'wb') as out, autocast('cpu'):
        for i in range(len(corpus.rows)):
            draw = random.Random(f'{variant} {i}')
            x = heard_anew(stem, corpus, i, draw)
            out.write(x.bfloat16().view(torch.int16).numpy().tobytes())
            ends.append(end := end + len(x))
    file.with_suffix('.new').replace(file.with_suffix('.bf16'))
    file.with_suffix('.json').write_text(json.dumps(ends))
