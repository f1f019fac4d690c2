"""Trains the acoustic model within a budget of minutes, resumes where it stopped, and makes a release of the result.

    python train.py --speech ../../../shared/speech --dictionary ../../../shared/text/dict/cmudict.dict --minutes 120
    python train.py ... --release --minutes 10        a branch with falling learning rate; the training itself is left as it was

Loss: CTC of the output + .4 CTC of the middle layer + .4 CTC of the phones (InterCTC, arXiv 2102.03216), of two views of each utterance,
and what the views differ by; an utterance with a word that the dictionary lacks has no phone loss. Learning rate: warm-up, flat, and a decay only in releases, which begin with the running average: training is interrupted and resumed.
State every ten minutes in the ignored cache (.cache/training); --release writes models/<id>/training/weights.pt (fp16) and state.json, and its own
state beside that of the training (<id>.release.pt): copied over the latter, training goes on from the release (arXiv 2410.05192) and loses no update.
--second trains, alike, what hears whole utterances on top of the second pass's frozen encoder (second_ctc.py).
The same on CPU and GPU, in bfloat16 where the machine multiplies it faster. On CPUs --processes N shares each batch among N processes of one
thread each (OMP_NUM_THREADS=1), which add up their gradients: two threads of one process are hardly faster than one.
"""
import argparse, copy, json, os, random, signal, subprocess, sys, time
from datetime import timedelta
from pathlib import Path
import sentencepiece, torch, torch.distributed as dist, torch.nn as nn, torch.nn.functional as F
from data import CACHE, MASKED, MODELS, Corpora, Corpus, augmented, batches, fit_split, pronunciation, pronunciations, time_masked
from evaluate import error_rates
from model import Model, frames_of
from moonshine import encoder_weights
from optimizer import MuonAdamW
from second_ctc import SecondCtc
from stem_cache import VARIANTS, HiddenCache, StemCache

ID, SECOND_ID = 'streaming-en', 'second-ctc-en'
BATCH_SECONDS = {'cpu': 60, 'cuda': 600}
HEAD_UPDATES = 150           # heads alone on the frozen encoder at the very start: else CTC sits on the all-blank plateau
WARM_UP = 60
MATRIX_RATE, OTHER_RATE, HEAD_RATE = 1e-3, 5e-4, 1e-3
# Small batches are noisy: at the whole rates the weights themselves read 44 % of the words wrong where their running average read 39 %, and
# 156 updates of falling rates did not bring them there.
RATE = {'cpu': .4, 'cuda': 1.}
# Dropout: after 20 epochs without it 16 % of the words of the training set's books were read wrong, and 37 % of other books' (fit split).
DROPOUT, CLIP, AVERAGE = .1, 2., .001        # AVERAGE: share of the newest weights in the running average
VIEWS, CONSISTENCY = 2, .4   # of each utterance, otherwise masked and cut in chunks; what their difference counts, each half (CR-CTC, arXiv 2410.05101)
SAMPLED = .15                # utterances whose subwords are drawn (subword regularisation, arXiv 1804.10959)
CHUNKS, LEFTS = (None, 8, 12, 16, 16, 24), (96, 128, 192)
SAVE_MINUTES = 10


def parse():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--speech', type=Path, required=True)
    a.add_argument('--dictionary', type=Path, required=True)
    a.add_argument('--also', type=Path, nargs='*', default=[], help='manifests of more speech to train on (synthetic_speech.py)')
    a.add_argument('--minutes', type=float, required=True)
    a.add_argument('--start', type=Path, help='weights to begin with instead of Moonshine-tiny (used when there is no state yet)')
    a.add_argument('--release', action='store_true')
    a.add_argument('--processes', type=int, default=1)
    a.add_argument('--variants', type=int, default=VARIANTS, help='augmented variants of the training set in the cache of the stem')
    a.add_argument('--rate', type=float, default=1., help='factor on all learning rates')
    a.add_argument('--views', type=int, default=VIEWS, help='of each utterance: 2 regularise, 1 takes half of the time')
    a.add_argument('--masked', type=float, default=MASKED, help='share of the time that each view lacks')
    a.add_argument('--second', action='store_true', help='train what hears whole utterances on top of the second pass (second_ctc.py)')
    a.add_argument('--state', type=Path)
    a = a.parse_args()
    a.id = SECOND_ID if a.second else ID
    a.state = a.state or CACHE / 'training' / f'{a.id}.pt'
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
        self.model = (SecondCtc if a.second else Model)(self.units.get_piece_size(), len(phones)).to(self.device)
        self.average = copy.deepcopy(self.model)
        heads, matrices, others = [], [], []
        for name, p in self.model.named_parameters():
            if name.startswith(('stem.', 'encoder.')): p.requires_grad_(False)   # its features are what the 200,000 hours taught
            elif 'layers.' in name and p.ndim == 2: matrices.append(p)
            elif name.startswith(('layers.', 'norm.')): others.append(p)
            else: heads.append(p)
        self.encoder = matrices + others
        self.optimizer = MuonAdamW([{'params': matrices, 'lr': MATRIX_RATE, 'muon': True}, {'params': others, 'lr': OTHER_RATE}, {'params': heads, 'lr': HEAD_RATE}])
        self.rates = [g['lr'] * RATE[self.device] * a.rate for g in self.optimizer.param_groups]
        self.views, self.masked = a.views, a.masked
        self.update, self.heads_first = 0, 0 if a.second else HEAD_UPDATES
        if a.state.exists(): self.resume(a.state)
        elif a.start:
            self.heads_first = 0
            self.model.load_state_dict({k: v.float() for k, v in torch.load(a.start, map_location=self.device).items()})
            self.average.load_state_dict(self.model.state_dict())
        else:
            encoder = self.model.encoder if a.second else self.model
            encoder.load_state_dict({k: torch.from_numpy(v) for k, v in encoder_weights().items()}, strict=False)
            self.average.load_state_dict(self.model.state_dict())
        if a.release: self.model.load_state_dict(self.average.state_dict())     # the noise of the flat phase is out of it already
        # weights that came without optimiser state need a warm-up, at update 0 or after a resume from released weights
        self.warm_from = self.update if not self.optimizer.state else -WARM_UP
        if self.rank: dist.barrier()             # the first process decodes the audio
        parts = [Corpus(a.speech / 'train.jsonl', leave_out=fit_split()), *(Corpus(manifest, name=manifest.parent.name) for manifest in a.also)]
        self.corpus = Corpora(parts)
        if self.ranks > 1 and not self.rank: dist.barrier()
        cache, frozen = (HiddenCache, self.model.encoder) if a.second else (StemCache, self.model.stem)
        self.caches = {part: cache(part, frozen, a.variants, self.rank, self.ranks) for part in parts if self.device == 'cpu'}
        if self.ranks > 1: dist.barrier()        # until each has written its share
        for cache in self.caches.values(): cache.open()
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
        self.update, self.heads_first = state['update'], state['heads_first']

    def save(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save({'model': self.model.state_dict(), 'average': self.average.state_dict(), 'optimizer': self.optimizer.state_dict(),
                    'update': self.update, 'heads_first': self.heads_first}, path.with_suffix('.new'))
        path.with_suffix('.new').replace(path)

    def stream(self):
        """Batches from where this training stands; epochs and draws depend on the update number alone."""
        seconds, epoch, first = BATCH_SECONDS[self.device], 0, 0
        while True:
            order = batches(self.corpus, epoch, seconds)
            yield from order[max(0, self.update - first):]
            epoch, first = epoch + 1, first + len(order)

    @torch.no_grad()
    def features(self, batch, draw):
        """The stem's output for these rows [batch, frames, width], augmented, and how many frames of each are speech."""
        if self.caches:
            parts = [self.caches[part].frames(row, draw) for part, row in (self.corpus.place[i] for i in batch)]
            return nn.utils.rnn.pad_sequence(parts, True), [len(part) for part in parts]
        others = [self.corpus.samples(draw.randrange(len(self.corpus.rows))) for _ in batch]
        waves = [augmented(self.corpus.samples(i), draw, other, self.device) for i, other in zip(batch, others)]
        with torch.autocast(self.device, torch.bfloat16):
            x = self.model.stem(nn.utils.rnn.pad_sequence(waves, True))[0]
            if isinstance(self.model, SecondCtc): x = self.model.encoder.hidden(x)
        return x, [min(x.shape[1], max(1, frames_of(len(w)))) for w in waves]

    def losses(self, batch, draw):
        rows = [self.corpus.rows[i] for i in batch]
        x, frames = self.features(batch, draw)
        spellings = [self.units.encode(r['text'], enable_sampling=True, alpha=.3, nbest_size=-1) if draw.random() < SAMPLED
                     else self.units.encode(r['text']) for r in rows]
        said = [pronunciation(r['text'], self.words) for r in rows]
        known = [i for i, phones in enumerate(said) if phones]

        def ctc(logits, targets, which):
            return F.ctc_loss(logits[which].float().log_softmax(-1).transpose(0, 1), torch.tensor(sum(targets, []), device=self.device),
                              torch.tensor([frames[i] for i in which]), torch.tensor([len(t) for t in targets]), zero_infinity=True)

        everyone, total, views = list(range(len(rows))), 0., []
        for _ in range(self.views):
            with torch.autocast(self.device, torch.bfloat16):
                last, middle, phones, _ = self.model.encode(time_masked(x.clone(), frames, draw, self.masked), draw.choice(CHUNKS), draw.choice(LEFTS), DROPOUT)
            loss = ctc(last, spellings, everyone)
            total = total + loss + .4 * ctc(middle, spellings, everyone)
            if known: total = total + .4 * ctc(phones, [said[i] for i in known], known)
            views.append((last.float().log_softmax(-1), phones.float().log_softmax(-1)))
        heard = torch.arange(x.shape[1])[None] < torch.tensor(frames)[:, None]
        share = (heard / torch.tensor([len(s) for s in spellings])[:, None] / len(rows)).to(self.device)    # as CTC's mean counts utterances
        for one, other in zip(*views) if self.views == 2 else ():
            apart = sum(F.kl_div(a, b.detach(), reduction='none', log_target=True).sum(-1) for a, b in ((one, other), (other, one))) / 2
            total = total + CONSISTENCY * (apart * share).sum()
        return total / self.views, loss.item()

    def advance(self, batch, factor, spent=0.):
        """One update; `spent`: share of the budget that this process has used. Returns the loss of its part of the batch."""
        self.update += 1
        draw = random.Random(self.update * self.ranks + self.rank)
        torch.manual_seed(self.update)
        warm, heads_alone = min(1, (self.update - self.warm_from) / WARM_UP), self.update <= self.heads_first
        for p in self.encoder: p.requires_grad_(not heads_alone)
        self.shared.zero_()
        total, loss = self.losses(batch[self.rank::self.ranks] or batch[:1], draw)
        total.backward()
        self.shared[-1] = spent
        if self.ranks > 1: dist.all_reduce(self.shared)
        self.shared /= self.ranks
        self.spent = self.shared[-1].item()
        nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        for group, rate in zip(self.optimizer.param_groups, self.rates):
            group['lr'] = 0 if heads_alone and group is not self.optimizer.param_groups[-1] else rate * warm * factor
        self.optimizer.step()
        share = max(AVERAGE, 1 / (2 + self.update - self.warm_from)) if factor == 1 else .02     # a release forgets the flat phase
        for p, q in zip(self.average.parameters(), self.model.parameters()): p.data.lerp_(q.data, share)
        return loss


def main():
    a = parse()
    t = Training(a)
    dev = {name: Corpus(a.speech / f'{name}.jsonl', every=10) for name in ('dev-librispeech', 'dev-crowd')}
    state = a.state if not a.release else a.state.with_suffix('.release.pt')
    begun, saved, first, smooth, leads = time.time(), time.time(), t.update, None, t.rank == 0
    (CACHE / 'training').mkdir(parents=True, exist_ok=True)
    log = open(CACHE / 'training' / f'{a.id}.log', 'a')

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
        smooth = loss if smooth is None else .98 * smooth + .02 * loss
        if t.update % 50 == 0: say(loss=round(smooth, 4), seconds=round((time.time() - begun) / (t.update - first), 2))
        if leads and time.time() - saved > SAVE_MINUTES * 60:
            t.save(state)
            saved = time.time()
            with torch.autocast(t.device, torch.bfloat16): say(dev=error_rates(t.average, dev['dev-librispeech'], t.units, 16, limit=60))
    if not leads: return
    t.save(state)
    results = {name: error_rates(t.average, corpus, t.units, 16) for name, corpus in dev.items()}
    say(results=results)
    if not a.release: return
    folder, released = MODELS / a.id / 'training', t.average.top if a.second else t.average
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({k: v.half() for k, v in released.state_dict().items()}, folder / 'weights.pt')
    (folder / 'state.json').write_text(json.dumps({'updates': t.update, 'phase': 'release', 'seed': 'the update number', 'chunk': None if a.second else 16, 'every': 10,
                                                   'date': time.strftime('%Y-%m-%d'), 'dev': results}, indent=1) + '\n')


if __name__ == '__main__':
    main()
