"""The frozen stem's output for the whole training set, computed once in a few augmented variants: an update on a CPU then hears no
audio and runs no convolutions, a fifth of its time.

On a GPU, where stem and augmentation cost nothing, train.py augments waves anew for each update instead.
"""
import hashlib, json, random
import numpy as np, torch, torch.nn.functional as F
from data import CACHE, augmented
from model import RATE, WIDTH, frames_of

AUGMENTATION = 2             # counts the versions of data.augmented that sound different: files of another are not used
VARIANTS = 5                 # 1.4 GB and three minutes of one core each; every utterance is heard in another one in turn


class StemCache:
    """`cache.frames(i, draw)`: the stem's output for row i of the corpus in a drawn variant, bfloat16 [frames, WIDTH]."""
    def __init__(self, corpus, stem, variants, rank=0, ranks=1):
        """Of several processes each writes its share; all have to wait for the others before they read (`open`)."""
        # released weights are fp16: rounded alike, a resumed training and its releases share the files
        weights = hashlib.sha256(b''.join(p.detach().cpu().half().numpy().tobytes() for p in stem.parameters())).hexdigest()[:12]
        self.files = [CACHE / 'stem' / f'{corpus.name}-{weights}-{AUGMENTATION}-{variant}' for variant in range(variants)]
        for variant, file in enumerate(self.files):
            if variant % ranks == rank and not file.with_suffix('.json').exists(): write(corpus, stem, variant, file)

    def open(self):
        self.ends = [json.loads(file.with_suffix('.json').read_text()) for file in self.files]
        self.values = [np.memmap(file.with_suffix('.bf16'), np.int16, 'r').reshape(-1, WIDTH) for file in self.files]

    def frames(self, i, draw):
        variant = draw.randrange(len(self.values))
        ends = self.ends[variant]
        return torch.from_numpy(np.array(self.values[variant][ends[i - 1] if i else 0:ends[i]])).view(torch.bfloat16)


@torch.no_grad()
def write(corpus, stem, variant, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    ends, end = [], 0
    with open(file.with_suffix('.new'), 'wb') as out, torch.autocast('cpu', torch.bfloat16):
        for i in range(len(corpus.rows)):
            draw = random.Random(f'{variant} {i}')
            wave = augmented(corpus.samples(i), draw, corpus.samples(draw.randrange(len(corpus.rows))))
            n = frames_of(len(wave))
            # whole half seconds: for each new length the convolutions are compiled anew, which takes longer than they do
            x = stem(F.pad(wave, (0, -len(wave) % (RATE // 2)))[None])[0][0, :n]
            out.write(x.bfloat16().view(torch.int16).numpy().tobytes())
            ends.append(end := end + n)
    file.with_suffix('.new').replace(file.with_suffix('.bf16'))
    file.with_suffix('.json').write_text(json.dumps(ends))
