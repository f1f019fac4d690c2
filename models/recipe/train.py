"""Trains the acoustic model within a budget of minutes, resumes where it stopped, and makes a release of the result.

    python train.py --speech ../../../shared/speech --dictionary ../../../shared/text/dict/cmudict.dict --minutes 120
    python train.py ... --release --minutes 10        a branch with falling learning rate; the training itself is left as it was
    python train.py ... --top --start weights.pt ...  what lies above the tapped layers (model.TAPS), alone, on transcripts alone

What the last tapped layer gives in chunks is held to what that of the encoder as it was published (the teacher) gives over whole utterances. Trained on transcripts alone it
forgot in a day of two cores what 200,000 hours had taught it (streaming-en/MODEL_CARD.md).
Loss: CTC of the output + .4 CTC of the middle layer + .4 CTC of the phones (InterCTC, arXiv 2102.03216) + --held times the distance to the teacher's
layer, falling to a quarter of it in a release; with --views 2 what two views of each utterance, otherwise masked, differ by. An utterance with a word that the
dictionary lacks has no phone loss; three in ten are read from the tapped layers alone (not with --top, where nothing is held to the
teacher either). Learning rate: warm-up, flat, and a decay only in releases, which begin with the running average: training is interrupted and resumed.
State every ten minutes (GPU: two) in the ignored cache (.cache/training); --release writes models/<id>/training/weights.pt (fp16) and state.json, and its own
state beside that of the training (<id>.release.pt): copied over the latter, training goes on from the release (arXiv 2410.05192) and loses no update.
The same on CPU and GPU, in bfloat16 where the machine multiplies it faster. A GPU hears each recording anew in each update; a CPU too with --anew,
else it reads the stem's output from a cache of two variants. On CPUs --processes N shares each batch among N processes of one thread each
(OMP_NUM_THREADS=1), which add up their gradients: two threads of one process are hardly faster than one.
"""
import argparse, copy, json, os, random, signal, subprocess, sys, time
from datetime import timedelta
from pathlib import Path
import sentencepiece, torch, torch.distributed as dist, torch.nn as nn, torch.nn.functional as F
from augmentation import Recordings, augmented, blocks_of
from data import CACHE, MASKED, MODELS, Corpora, Corpus, batches, fit_split, pronunciation, pronunciations, time_masked
from evaluate import error_rates
from model import BLOCK, FIELD, HOP, TAPS, Model, frames_of
from moonshine import encoder_weights
from optimizer import MuonAdamW
from precision import autocast
from stem_cache import VARIANTS, StateCache, StemCache, heard_anew, whole_states

ID = 'streaming-en'
BATCH_SECONDS = {'cpu': 60, 'cuda': 600}
WARM_UP = 60
MATRIX_RATE, OTHER_RATE, HEAD_RATE = 1e-3, 5e-4, 1e-3
# Small batches are noisy: at the whole rates the weights themselves read 44 % of the words wrong where their running average read 39 %, and
# 156 updates of falling rates did not bring them there.
RATE, TOP_RATE = {'cpu': .4, 'cuda': 1.}, 2.5    # fewer weights, above frozen ones, may go faster
# Dropout: after 20 epochs without it 16 % of the words of the training set's books were read wrong, and 37 % of other books' (fit split).
DROPOUT, ENCODER_DROPOUT, CLIP, AVERAGE = .1, .05, 2., .001          # AVERAGE: share of the newest weights in the running average
RELEASE_AVERAGE = {'cpu': .02, 'cuda': .003}       # of some hundred and of some thousand updates
HELD, LEAST_HELD = 3., .25     # falls with the rates in a release, to a quarter; the distance, a share of the variance, is about .2
CONSISTENCY = .4             # what the difference of two views counts, each half (CR-CTC, arXiv 2410.05101)
SAMPLED = .15                # utterances whose subwords are drawn (subword regularisation, arXiv 1804.10959)
WITHOUT_STATES = .3          # utterances that are read from the taps alone: states that satisfy the training set are not to keep them from being used
ENCODER = tuple(f'layers.{i}.' for i in range(TAPS[-1] + 1))
CHUNKS, LEFTS = (None, 8, 12, 16, 16, 24), (96, 128, 192)
SAVE_MINUTES = {'cpu': 10, 'cuda': 2}


def parse():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--speech', type=Path, required=True)
    a.add_argument('--dictionary', type=Path, required=True)
    a.add_argument('--also', type=Path, nargs='*', default=[], help='manifests of more speech to train on (synthetic_speech.py)')
    a.add_argument('--minutes', type=float, required=True)
    a.add_argument('--start', type=Path, help='weights to begin with when there is no state yet')
    a.add_argument('--release', action='store_true')
    a.add_argument('--processes', type=int, default=1)
    a.add_argument('--variants', type=int, default=VARIANTS, help='augmented variants of the training set in the caches')
    a.add_argument('--rate', type=float, default=1., help='factor on all learning rates')
    a.add_argument('--views', type=int, default=1, help='of each utterance: 2 regularise, 1 takes half of the time')
    a.add_argument('--masked', type=float, default=MASKED, help='share of the time that each view lacks')
    a.add_argument('--held', type=float, default=HELD, help='weight of the distance to the published encoder')
    a.add_argument('--branch', type=int, default=0, help='a number that other branches of the training do not have: other batches, other draws')
    a.add_argument('--top', action='store_true', help='train what lies above the tapped layers, alone')
    a.add_argument('--anew', action='store_true', help='on a CPU: no caches, each recording is augmented and heard anew')
    a.add_argument('--state', type=Path)
    a = a.parse_args()
    a.state = a.state or CACHE / 'training' / f'{ID}{".top" if a.top else ""}.pt'
    return a


def join(processes):
    """Starts the other processes of this training and connects all: (number of this one, how many)."""
    if processes == 1: return 0, 1
    if 'RANK' not in os.environ:
        os.environ.update(RANK='0', MEETING_PLACE=str(CACHE / 'training' / f'meeting-{os.getpid()}'))
        for rank in range(1, processes):     # away from the terminal: what stops the first is passed on to all between two updates
            subprocess.Popen([sys.executable, *sys.argv], env={**os.environ, 'RANK': str(rank)}, start_new_session=True)
    rank = int(os.environ['RANK'])
    # an hour: so long the others may wait while the first writes the cache or evaluates
    dist.init_process_group('gloo', init_method=f'file://{os.environ["MEETING_PLACE"]}', rank=rank, world_size=processes, timeout=timedelta(hours=1))
    return rank, processes


class Training:
    def __init__(self, a):
        self.rank, self.ranks = join(a.processes)
        self.device = 'cuda' if torch.cuda.is_available() else 'cpu'
        self.units = sentencepiece.SentencePieceProcessor(model_file=str(MODELS / ID / 'training' / 'units.model'))
        self.words, phones = pronunciations(a.dictionary)
        self.model = Model(self.units.get_piece_size(), len(phones)).to(self.device)
        self.model.load_state_dict({k: torch.from_numpy(v) for k, v in encoder_weights().items()}, strict=False)
        self.teacher, self.top = copy.deepcopy(self.model).eval().requires_grad_(False), a.top
        self.average = copy.deepcopy(self.model)
        heads, matrices, others = [], [], []
        for name, p in self.model.named_parameters():
            if name.startswith('stem.') or a.top and name.startswith(ENCODER): p.requires_grad_(False)   # its features are what the 200,000 hours taught
            elif name.startswith('layers.') and p.ndim == 2: matrices.append(p)
            elif name.startswith(('layers.', 'norm.')): others.append(p)
            else: heads.append(p)
        self.optimizer = MuonAdamW([{'params': matrices, 'lr': MATRIX_RATE, 'muon': True}, {'params': others, 'lr': OTHER_RATE}, {'params': heads, 'lr': HEAD_RATE}])
        self.rates = [g['lr'] * RATE[self.device] * (TOP_RATE if a.top else 1) * a.rate for g in self.optimizer.param_groups]
        self.views, self.masked, self.held, self.branch = a.views, a.masked, a.held, a.branch
        self.update, self.factor = 0, 1.
        if a.state.exists(): self.resume(a.state)
        elif a.start: self.model.load_state_dict({k: v.float() for k, v in torch.load(a.start, map_location=self.device).items()}, strict=False)
        if not a.state.exists(): self.average.load_state_dict(self.model.state_dict())
        if a.release: self.model.load_state_dict(self.average.state_dict())     # the noise of the flat phase is out of it already
        # weights that came without optimiser state need a warm-up, at update 0 or after a resume from released weights
        self.warm_from = self.update if not self.optimizer.state else -WARM_UP
        if self.rank: dist.barrier()             # the first process decodes the audio
        parts = [Corpus(a.speech / 'train.jsonl', leave_out=fit_split()), *(Corpus(manifest, name=manifest.parent.name) for manifest in a.also)]
        self.corpus = Corpora(parts)
        if self.ranks > 1 and not self.rank: dist.barrier()
        cached = parts if self.device == 'cpu' and not a.anew else []
        self.caches, self.goals = ({part: cache(part, self.teacher, a.variants, self.rank, self.ranks) for part in asked}
                                   for cache, asked in ((StemCache, cached), (StateCache, [] if a.top else cached)))
        if self.ranks > 1: dist.barrier()        # until each has written its share
        for cache in (*self.caches.values(), *self.goals.values()): cache.open()
        self.recordings = Recordings(self.corpus, self.device) if self.device != 'cpu' else None
        # All gradients in one piece, and behind them how much of the budget is spent: what the processes average after each batch.
        trained = [p for p in self.model.parameters() if p.requires_grad]
        self.shared, self.spent, first = torch.zeros(sum(p.numel() for p in trained) + 1, device=self.device), 0., 0
        for p in trained:
            p.grad = self.shared[first:first + p.numel()].view_as(p)
            first += p.numel()

    def resume(self, path):
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state['model']), self.average.load_state_dict(state['average'])
        self.optimizer.load_state_dict(state['optimizer'])
        self.update = state['update']

    def save(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save({'model': self.model.state_dict(), 'average': self.average.state_dict(), 'optimizer': self.optimizer.state_dict(),
                    'update': self.update}, path.with_suffix('.new'))
        path.with_suffix('.new').replace(path)

    def stream(self):
        """Batches from where this training stands; epochs and draws depend on the update number alone."""
        seconds, epoch, first = BATCH_SECONDS[self.device], self.branch * 1000, 0
        while True:
            order = self.recordings.batches(epoch, seconds) if self.recordings else [[(i, 1.) for i in batch] for batch in batches(self.corpus, epoch, seconds)]
            yield from order[max(0, self.update - first):]
            epoch, first = epoch + 1, first + len(order)

    @torch.no_grad()
    def features(self, batch, draw):
        """Of these rows: the stem's output for each view of them, augmented, and the teacher's states [batch, frames, width] (of a CPU with --top
        None: nobody asks), and how many frames of each are speech."""
        if self.caches:
            places, drawn = [self.corpus.place[i] for i, _ in batch], draw.getrandbits(32)

            def read(caches):                   # the same variants from both
                same = random.Random(drawn)
                return [caches[part].frames(row, same) for part, row in places]

            x = read(self.caches)
            frames, x = [len(part) for part in x], nn.utils.rnn.pad_sequence(x, True)
            return [x] * self.views, nn.utils.rnn.pad_sequence(read(self.goals), True) if self.goals else None, frames
        if self.device == 'cpu':
            with autocast(self.device):
                x = [heard_anew(self.teacher.stem, self.corpus, i, draw) for i, _ in batch]
                frames, x = [len(part) for part in x], nn.utils.rnn.pad_sequence(x, True)
                return [x] * self.views, None if self.top else whole_states(self.teacher, x, frames), frames
        lengths = [int(self.recordings.length[i] / speed) for i, speed in batch]
        frames, samples = [max(1, frames_of(n)) for n in lengths], blocks_of(max(lengths)) * BLOCK * HOP + FIELD - HOP
        clean = self.recordings.read(batch, samples)
        with autocast(self.device):
            states = whole_states(self.teacher, self.teacher.stem(clean)[0], frames)       # it is not to hear the noise
            others = [[(draw.randrange(len(self.corpus.rows)), 1.) for _ in batch] for _ in range(self.views)]
            return [self.teacher.stem(augmented(clean, self.recordings.read(other, samples, again=True)))[0] for other in others], states, frames

    def losses(self, batch, draw):
        rows = [self.corpus.rows[i] for i, _ in batch]
        heard, goal, frames = self.features(batch, draw)
        spellings = [self.units.encode(r['text'], enable_sampling=True, alpha=.3, nbest_size=-1) if draw.random() < SAMPLED
                     else self.units.encode(r['text']) for r in rows]
        said = [pronunciation(r['text'], self.words) for r in rows]
        known = [i for i, phones in enumerate(said) if phones]

        def ctc(logits, targets, which):
            return F.ctc_loss(logits[which].float().log_softmax(-1).transpose(0, 1), torch.tensor(sum(targets, []), device=self.device),
                              torch.tensor([frames[i] for i in which]), torch.tensor([len(t) for t in targets]), zero_infinity=True)

        everyone, total, views, model = list(range(len(rows))), 0., [], self.model
        speech = (torch.arange(heard[0].shape[1])[None] < torch.tensor(frames)[:, None]).to(self.device)
        for x in heard:
            with autocast(self.device):
                context = span, _ = model.context(x, draw.choice(CHUNKS), draw.choice(LEFTS), frames)
                layers = model.hear(span.spread(time_masked(x, frames, draw, self.masked)), context, ENCODER_DROPOUT)
                states = model.norm(layers[-1])
                read = states * (torch.rand(len(states), 1, 1, device=self.device) > (0 if self.top else WITHOUT_STATES))
                last, middle, phones, _ = model.read(read, layers, context, DROPOUT)
            if not self.top:
                total = total + self.held * max(LEAST_HELD, self.factor) * distance(span.collect(layers[TAPS[-1]]).float(), goal.float(), speech[..., None])
            loss = ctc(last, spellings, everyone)
            total = total + loss + .4 * ctc(middle, spellings, everyone)
            if known: total = total + .4 * ctc(phones, [said[i] for i in known], known)
            views.append((last.float().log_softmax(-1), phones.float().log_softmax(-1)))
        share = speech / torch.tensor([len(s) for s in spellings], device=self.device)[:, None] / len(rows)    # as CTC's mean counts utterances
        for one, other in zip(*views) if self.views == 2 else ():
            apart = sum(F.kl_div(a, b.detach(), reduction='none', log_target=True).sum(-1) for a, b in ((one, other), (other, one))) / 2
            total = total + CONSISTENCY * (apart * share).sum()
        return total / self.views, loss.detach()

    def advance(self, batch, factor, spent=0.):
        """One update; `spent`: share of the budget that this process has used. Returns the loss of its part of the batch."""
        self.update, self.factor = self.update + 1, factor
        seed = (self.branch << 24) + self.update * self.ranks + self.rank
        draw = random.Random(seed)
        torch.manual_seed(seed)
        warm = min(1, (self.update - self.warm_from) / WARM_UP)
        self.shared.zero_()
        total, loss = self.losses(batch[self.rank::self.ranks] or batch[:1], draw)
        total.backward()
        self.shared[-1] = spent
        if self.ranks > 1: dist.all_reduce(self.shared)
        self.shared /= self.ranks
        self.spent = self.shared[-1].item() if self.ranks > 1 else spent
        self.shared.nan_to_num_(0., 0., 0.)         # one batch that overflows is no reason to lose the run
        nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        for group, rate in zip(self.optimizer.param_groups, self.rates):
            group['lr'] = rate * warm * factor
        self.optimizer.step()
        share = max(AVERAGE, 1 / (2 + self.update - self.warm_from)) if factor == 1 else RELEASE_AVERAGE[self.device]     # a release forgets the flat phase
        torch._foreach_lerp_([p.data for p in self.average.parameters()], [p.data for p in self.model.parameters()], share)
        return loss


def distance(states, goal, speech):
    """Mean square of the difference of both, normed, as a share of the goal's variance. [batch, frames, width], speech: which frames count."""
    states, goal = (F.layer_norm(x, x.shape[-1:]) for x in (states, goal))
    mean = (goal * speech).sum((0, 1)) / speech.sum()
    return ((states - goal).square() * speech).sum() / ((goal - mean).square() * speech).sum()


def main():
    a = parse()
    t = Training(a)
    dev = {name: Corpus(a.speech / f'{name}.jsonl', every=10) for name in ('dev-librispeech', 'dev-crowd')}
    state = a.state if not a.release else a.state.with_suffix('.release.pt')
    chunk = 16
    begun, saved, first, smooth, leads = time.time(), time.time(), t.update, None, t.rank == 0
    (CACHE / 'training').mkdir(parents=True, exist_ok=True)
    log = open(a.state.with_suffix('.log'), 'a')

    def say(**facts):
        if not leads: return
        line = json.dumps({'update': t.update, 'minutes': round((time.time() - begun) / 60, 1), **facts})
        print(line, flush=True), print(line, file=log, flush=True)

    say(event='release' if a.release else 'train', device=t.device, rate=a.rate, threads=torch.get_num_threads())
    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))      # ends like the budget: saved and evaluated
    for batch in t.stream():
        if t.spent >= 1: break
        loss = t.advance(batch, max(.02, 1 - t.spent) if a.release else 1, (time.time() - begun) / 60 / a.minutes if not stop else t.ranks)
        loss = loss.nan_to_num()
        smooth = loss if smooth is None else smooth.lerp(loss, .02)
        if t.update % 50 == 0: say(loss=round(smooth.item(), 4), seconds=round((time.time() - begun) / (t.update - first), 2))
        if leads and time.time() - saved > SAVE_MINUTES[t.device] * 60:
            t.save(state)
            saved = time.time()
            with autocast(t.device): say(dev=error_rates(t.average, dev['dev-librispeech'], t.units, chunk, limit=60))
    if not leads: return
    t.save(state)
    results = {name: error_rates(t.average, corpus, t.units, chunk) for name, corpus in dev.items()}
    say(results=results)
    if not a.release: return
    weights = MODELS / ID / 'training' / 'weights.pt'
    torch.save({k: v.half().cpu() for k, v in t.average.state_dict().items()}, weights)
    (weights.parent / 'state.json').write_text(json.dumps({'updates': t.update, 'phase': 'release', 'seed': 'the update number', 'chunk': chunk, 'every': 10,
                                                           'date': time.strftime('%Y-%m-%d'), 'dev': results}, indent=1) + '\n')


if __name__ == '__main__':
    main()
