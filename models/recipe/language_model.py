"""Builds models/language-en: a word 3-gram, mixed of Kneser-Ney models of several kinds of text and of a published one, pruned, in 8 bits.

    python language_model.py --text ../../../shared/text --speech ../../../shared/speech            # writes the files
    python language_model.py --text ... --speech ... --threshold 2e-8 --measure                     # only prints

1. read      sentences by kind of text, written as the units are: a-z and apostrophe, no digits (sentences with digits are left out)
2. estimate  one model per kind: Chen and Goodman 1999, a discount for counts of 1, 2 and more at each order; beside them the published one
3. mix       p = sum of weight * p of the kind; weights by EM on lines that were held out
4. prune     n-grams whose loss costs little relative entropy (Stolcke 1998), with the histories' probabilities as counted, or of the
             published model as it would write them: those of a Kneser-Ney model's lower orders are not how often a history is met
5. write     costs in sixteenths of a nat; the format stands at `sections`

An n-gram is one uint64, 16 bits a word, so that a sorted column of them is a trie: keys >> 16 are the histories, keys & mask the
suffixes. No transcript of an evaluation set is read but to print perplexities; what resembles the fit split is left out.
"""
import argparse, csv, hashlib, json, re, sys, unicodedata
from collections import Counter
from pathlib import Path
import numpy as np
import sphinx_model

MODELS = Path(__file__).resolve().parents[1]
OUT = MODELS / 'language-en'
FILE = 'language.bin'
FORMAT = 'namesake-language/1'
ORDER = 3                                 # that of the published model
KINDS = {'everyday': 'common-voice-*', 'stories': 'african-storybook', 'phrases': 'wordnet-examples', 'facts': 'ljspeech',
         'books': 'book-*', 'bible': 'world-english-bible'}
IN_COPYRIGHT = 1955                       # books by authors who died later are still protected where the term is life + 70 years
PUBLISHED = 'talk'                        # what it is called beside these
SEEN = 2                                  # a word met once is no word of the vocabulary: it teaches what an unknown one is like
THRESHOLD = 1.65e-8                       # relative entropy in nats
STEP = 16                                 # costs per nat
BACKOFF_OFFSET = 64                       # of the bytes that hold back-off costs, which may be below zero
HELD_OUT = {'everyday': 10, 'books': 50}  # every so many lines; the weights are chosen on these
DICTATION = 2 / 3                         # share of everyday speech in that choice, whatever the numbers of lines
SHARED_WORDS = 8                          # a line that shares so many in a row with the fit split is left out
START, UNKNOWN = 0, 1                     # ids before those of the words, commonest first; the end of a sentence has the last one

GOLDEN = 'could you tell me what time it is', 'the old man and zzyzx went out into the rain', "i don't know"

TITLES = {'mr': 'mister', 'mrs': 'missus', 'dr': 'doctor', 'st': 'saint'}
JOINED = {'to-day': 'today', 'to-night': 'tonight', 'to-morrow': 'tomorrow'}   # as they are written now
CLIPPED = {"'tis", "'twas", "'twere", "'twill", "'em", "o'"}                   # other apostrophes at an edge are quotation marks


def normalised(line):
    """The words of a line as src/core/normalise.ts writes them; None where it would have to spell out digits."""
    line = unicodedata.normalize('NFKD', line.replace('’', "'").lower())
    line = ''.join(c for c in line if not unicodedata.combining(c)).replace('æ', 'ae').replace('œ', 'oe')
    if any(c.isdigit() for c in line): return None
    for old, new in JOINED.items(): line = line.replace(old, new)
    words = (w if w in CLIPPED else w.strip("'") for w in re.split(r"[^a-z']+", line))
    return [TITLES.get(w, w) for w in words if w]


def transcripts(manifest, only=None):
    rows = map(json.loads, open(manifest))
    return [row['text'].split() for row in rows if only is None or row['audio_filepath'] in only]


def windows(words, n): return {tuple(words[i:i + n]) for i in range(len(words) - n + 1)}


def lines_of(folder, fit):
    """Kind, line as it is printed, and its words, of every line that may be counted."""
    died = {row['file']: row['author_died'] for row in csv.DictReader(open(folder / 'books.tsv'), delimiter='\t')}
    whole, runs = {tuple(t) for t in fit}, set().union(*(windows(t, SHARED_WORDS) for t in fit))
    for kind, pattern in KINDS.items():
        for file in sorted(folder.glob(pattern + '.txt')):
            if int(died.get(file.name, 0)) > IN_COPYRIGHT: continue
            for line in open(file, encoding='utf-8'):
                words = normalised(line)
                if words and tuple(words) not in whole and not windows(words, SHARED_WORDS) & runs: yield kind, line.strip(), words


def read(folder, fit):
    """Kind -> sentences, and kind -> held-out ones."""
    texts, held = {kind: [] for kind in KINDS}, {}
    for kind, _, words in lines_of(folder, fit): texts[kind].append(words)
    for kind, lines in texts.items():
        every = HELD_OUT.get(kind)
        held[kind] = lines[::every] if every else []
        texts[kind] = [line for i, line in enumerate(lines) if not every or i % every]
    return texts, held


class Vocabulary:
    def __init__(self, texts, probabilities):
        """`probabilities`: those of the published model's words."""
        counts = Counter(word for lines in texts.values() for line in lines for word in line)
        words, total = {word for word, count in counts.items() if count >= SEEN}, counts.total()
        # As many more as 16 bits tell apart, the likeliest.
        more = sorted(probabilities.keys() - words, key=lambda word: (-probabilities[word], word))
        words.update(more[:max(0, (1 << 16) - UNKNOWN - 2 - len(words))])
        # Common words have low ids, which are short as varints.
        self.words = sorted(words, key=lambda word: (-(counts[word] / total + probabilities.get(word, 0)), word))
        self.ids = {word: id for id, word in enumerate(self.words, UNKNOWN + 1)}
        self.end = len(self.words) + UNKNOWN + 1
        if self.end >= 1 << 16: raise ValueError(f'{self.end} words, expected fewer than {1 << 16}')

    def encode(self, lines):
        """All lines in one column, each between START and the end."""
        return np.array([id for line in lines for id in (START, *(self.ids.get(w, UNKNOWN) for w in line), self.end)], np.uint64)


def suffix(keys, n): return keys & np.uint64((1 << 16 * (n - 1)) - 1)


def history(keys): return keys >> np.uint64(16)


def grams(column, n):
    """The n-grams of a column that lie within one line; those that begin with START are among them."""
    keys = np.zeros(len(column) - n + 1, np.uint64)
    for i in range(n): keys = keys << np.uint64(16) | column[i:i + len(keys)]
    inside = np.ones(len(keys), bool)
    for i in range(1, n): inside &= column[i:i + len(keys)] != START
    return keys[inside]


def contexts(column, n):
    """The n-gram that ends in each word, as long as its line allows: by length, the keys of those that cannot be longer."""
    at = np.flatnonzero(column != START)
    starts = np.maximum.accumulate(np.where(column == START, np.arange(len(column)), 0))[at]
    for length in range(2, n + 1):
        here = at[(at - starts >= length - 1) & ((at - starts == length - 1) | (length == n))]
        keys = np.zeros(len(here), np.uint64)
        for i in range(length): keys = keys << np.uint64(16) | column[here - (length - 1 - i)]
        yield length, keys


def find(keys, wanted):
    """The rows of `wanted` in the sorted `keys`, and which of them are there at all."""
    rows = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
    return rows, keys[rows] == wanted if len(keys) else np.zeros(len(wanted), bool)


class Levels:
    """A back-off model. By order n: the sorted n-grams `keys` with their `p`, the sorted histories with their `backoff`."""
    def __init__(self, size): self.size, self.keys, self.p, self.histories, self.backoff = size, {}, {}, {}, {}

    def add(self, n, keys, p, histories, backoff):
        self.keys[n], self.p[n], self.histories[n], self.backoff[n] = keys, p, histories, backoff

    def probability(self, keys, n):
        if n == 0: return np.full(len(keys), 1 / self.size)
        rows, found = find(self.keys[n], keys)
        contexts, known = find(self.histories[n], history(keys))
        backed_off = np.where(known, self.backoff[n][contexts], 1) * self.probability(suffix(keys, n), n - 1)
        return np.where(found, self.p[n][rows], backed_off)


def kneser_ney(column, order, size):
    model = Levels(size)
    counts = {order: np.unique(grams(column, order), return_counts=True)}
    for n in range(order - 1, 0, -1):
        # How many words an n-gram was met after; after START there is nothing else, and its n-grams keep their counts.
        follows = np.unique(suffix(counts[n + 1][0], n + 1), return_counts=True)
        raw = grams(column, n)
        begins = np.unique(raw[raw >> np.uint64(16 * (n - 1)) == START], return_counts=True) if n > 1 else (raw[:0], follows[1][:0])
        keys, count = (np.concatenate(pair) for pair in zip(follows, begins))
        order_of = np.argsort(keys)
        counts[n] = keys[order_of], count[order_of]
    for n in range(1, order + 1):
        keys, count = counts[n]
        n1, n2, n3, n4 = (max(1, int((count == c).sum())) for c in (1, 2, 3, 4))
        y = n1 / (n1 + 2 * n2)
        discount = np.clip([0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3], 0, [0, .95, 1.9, 2.85])[np.minimum(count, 3)]
        histories, first = np.unique(history(keys), return_index=True)
        total = np.add.reduceat(count, first)
        backoff = np.add.reduceat(discount, first) / total
        row = np.searchsorted(histories, history(keys))
        p = (count - discount) / total[row] + backoff[row] * model.probability(suffix(keys, n), n - 1)
        model.add(n, keys, p, histories, backoff)
    return model


def published(words, rows, vocabulary):
    """The model of `sphinx_model.read` over our vocabulary: n-grams with other words are left out, which makes the rest likelier."""
    ids = {sphinx_model.START: START, sphinx_model.END: vocabulary.end, **vocabulary.ids}
    id_of = np.array([ids.get(TITLES.get(word, word), -1) for word in words])
    model = Levels(vocabulary.end + 1)
    for n, (grams, p) in rows.items():
        grams = id_of[grams]
        known = (grams >= 0).all(1) & (grams[:, -1] != START)
        keys, at = np.unique((grams[known].astype(np.uint64) << np.uint64(16) * np.arange(n - 1, -1, -1, dtype=np.uint64)).sum(1), return_inverse=True)
        p = np.bincount(at, p[known])
        rebuild(model, n, keys, p / p.sum() if n == 1 else p)
    return model


def weigh(models, columns, order):
    """Weights of the models by EM; `columns`: texts with the share that each has in the choice."""
    rows, shares = [], []
    for share, column in columns:
        p = np.concatenate([np.stack([m.probability(keys, n) for m in models]) for n, keys in contexts(column, order)], 1)
        rows.append(p)
        shares.append(np.full(p.shape[1], share / p.shape[1]))
    p, share = np.concatenate(rows, 1), np.concatenate(shares)
    weights = np.full(len(models), 1 / len(models))
    for _ in range(50):
        posterior = weights[:, None] * p
        weights = (posterior / posterior.sum(0) * share).sum(1)
    return weights


def mixed(models, weights, order):
    mixture = Levels(models[0].size)
    for n in range(1, order + 1):
        keys = np.arange(mixture.size, dtype=np.uint64) if n == 1 else np.unique(np.concatenate([m.keys[n] for m in models]))
        rebuild(mixture, n, keys, sum(w * m.probability(keys, n) for w, m in zip(weights, models)))
    return mixture


def rebuild(model, n, keys, p):
    """Sets order n of a model and the back-off costs that make its probabilities add up to one."""
    histories, first = np.unique(history(keys), return_index=True)
    left = 1 - np.add.reduceat(p, first)
    lower = 1 - np.add.reduceat(model.probability(suffix(keys, n), n - 1), first)
    model.add(n, keys, p, histories, np.maximum(left, 1e-9) / np.maximum(lower, 1e-9))


def prune(model, order, threshold, frequency):
    """`frequency`: by order, sorted histories and how often each is met, as a share of all words."""
    for n in range(order, 1, -1):
        keys, p = model.keys[n], model.p[n]
        row = np.searchsorted(model.histories[n], history(keys))
        backoff, lower = model.backoff[n], model.probability(suffix(keys, n), n - 1)
        first = np.searchsorted(row, np.arange(len(backoff)))
        left = np.maximum(1 - np.add.reduceat(p, first), 1e-9)[row]
        lower_left = np.maximum(1 - np.add.reduceat(lower, first), 1e-9)[row]
        after = (left + p) / (lower_left + lower)
        at, met = find(frequency[n][0], history(keys))
        loss = p * (np.log(p) - np.log(lower * after)) + left * (np.log(left / lower_left) - np.log(after))
        keep = np.where(met, frequency[n][1][at], 0) * loss >= threshold
        if n < order: keep |= find(model.histories[n + 1], keys)[1]
        model.keys[n], model.p[n] = keys[keep], p[keep]
    for n in range(2, order + 1): rebuild(model, n, model.keys[n], model.p[n])


def counted(column, order):
    """Of a text, by the length of histories below `order`: these, and how often each is met, as a share of all words."""
    words, found = (column != START).sum(), {}
    for n in range(1, order):
        keys, count = np.unique(grams(column, n), return_counts=True)
        found[n] = keys, count / words
    return found


def expected(model):
    """The same of what a 3-gram would write: how often each word comes in the long run (50 rounds of all pairs), and what follows it."""
    pairs, p = model.keys[2], model.p[2]
    before, last = history(pairs).astype(int), suffix(pairs, 1).astype(int)
    single, backoff = np.zeros(model.size), np.ones(model.size)
    single[model.keys[1].astype(int)] = model.p[1]
    backoff[model.histories[2].astype(int)] = model.backoff[2]
    share = single
    for _ in range(50):
        share = np.bincount(last, share[before] * (p - backoff[before] * single[last]), model.size) + (share * backoff).sum() * single
        share[START] = share[model.size - 1]                # the end of a sentence; the next begins
    return {1: (np.arange(model.size, dtype=np.uint64), share), 2: (pairs, share[before] * p)}


def frequencies(sources, weights, order):
    """For `prune`: by order, the histories in the weighted texts and models, and how often each is met. `sources`: of `counted` and `expected`."""
    out = {}
    for n in range(1, order):
        keys, share = zip(*(source[n] for source in sources))
        unique, at = np.unique(np.concatenate(keys), return_inverse=True)
        out[n + 1] = unique, np.bincount(at, np.concatenate([weight * s for weight, s in zip(weights, share)]))
    return out


def quantised(model, order):
    """The costs as they are stored; unigram by unigram order, so that what is measured is what ships."""
    out = Levels(model.size)
    for n in range(1, order + 1):
        cost = np.clip(np.rint(-np.log(model.p[n]) * STEP), 0, 255)
        backoff = np.clip(np.rint(-np.log(model.backoff[n]) * STEP), -BACKOFF_OFFSET, 255 - BACKOFF_OFFSET)
        out.add(n, model.keys[n], np.exp(-cost / STEP), model.histories[n], np.exp(-backoff / STEP))
    return out


def perplexity(model, vocabulary, lines, order):
    """Per word of the vocabulary, ends of lines not counted; and the share of words outside it."""
    log, words, unknown = 0., 0, 0
    for n, keys in contexts(vocabulary.encode(lines), order):
        last = keys & np.uint64(0xffff)
        scored = (last != UNKNOWN) & (last != vocabulary.end)
        log += np.log(model.probability(keys, n))[scored].sum()
        words, unknown = words + int(scored.sum()), unknown + int((last == UNKNOWN).sum())
    return np.exp(-log / max(1, words)), unknown / max(1, words + unknown)


def golden(model, vocabulary, text, order):
    """What a reader of the file must find: the cost of each word of a text."""
    column, costs = vocabulary.encode([text.split()])[:-1], []
    for i in range(1, len(column)):
        words = column[max(0, i + 1 - order):i + 1]
        key = np.array([sum(int(word) << 16 * (len(words) - 1 - j) for j, word in enumerate(words))], np.uint64)
        costs.append(int(np.rint(-np.log(model.probability(key, len(words))[0]) * STEP)))
    return {'text': text, 'costs': costs}


def varints(values):
    out = bytearray()
    for value in values:
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
    return bytes(out)


def sections(model, vocabulary, order):
    """After a line of JSON, in this order (varint: LEB128, unsigned). The id 0 begins a line, 1 is any unknown word.

    shared     byte per word, in alphabetical order: how many letters it shares with the word before
    letters    of each word, the others, ended by a newline
    ids        of each word, two bytes, little-endian
    children   varint per n-gram shorter than the longest, all of one word, then all of two: how many n-grams extend it
    symbols    varint per n-gram of two words and more: its last word's id, less that of the sibling before
    costs      byte per n-gram: -log P in sixteenths of a nat
    backoffs   byte per n-gram that has extensions: its back-off cost + 64
    """
    shared, letters, before = bytearray(), bytearray(), ''
    for word in sorted(vocabulary.words):
        same = next((i for i, (x, y) in enumerate(zip(before, word)) if x != y), min(len(before), len(word)))
        shared.append(same)
        letters += word[same:].encode() + b'\n'
        before = word
    ids = np.array([vocabulary.ids[word] for word in sorted(vocabulary.words)], '<u2')
    # Nothing is decoded beyond the end of a sentence, and its probability is asked for nowhere.
    keys = {n: model.keys[n][model.keys[n] & np.uint64(0xffff) != vocabulary.end] for n in range(1, order + 1)}
    children, symbols, costs, backoffs = [], [], bytearray(), []
    for n in range(1, order + 1):
        costs += np.clip(np.rint(-np.log(model.probability(keys[n], n)) * STEP), 0, 255).astype(np.uint8).tobytes()
        if n > 1:
            last = (keys[n] & np.uint64(0xffff)).astype(np.int64)
            same = np.concatenate([[False], history(keys[n])[1:] == history(keys[n])[:-1]])
            symbols += (last - np.where(same, np.concatenate([[0], last[:-1]]), 0)).tolist()
        if n < order:
            histories, count = np.unique(history(keys[n + 1]), return_counts=True)
            rows, found = find(histories, keys[n])
            children += np.where(found, count[rows], 0).tolist()
            cost = np.rint(-np.log(model.backoff[n + 1][find(model.histories[n + 1], keys[n][found])[0]]) * STEP)
            backoffs += (np.clip(cost, -BACKOFF_OFFSET, 255 - BACKOFF_OFFSET) + BACKOFF_OFFSET).astype(int).tolist()
    return [len(keys[n]) for n in range(1, order + 1)], {
        'shared': bytes(shared), 'letters': bytes(letters), 'ids': ids.tobytes(), 'children': varints(children), 'symbols': varints(symbols),
        'costs': bytes(costs), 'backoffs': bytes(backoffs)}


if __name__ == '__main__':
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--text', type=Path, required=True)
    a.add_argument('--speech', type=Path, required=True)
    a.add_argument('--threshold', type=float, default=THRESHOLD)
    a.add_argument('--measure', action='store_true', help='writes nothing')
    a = a.parse_args()
    fit_paths = {line for line in (MODELS / 'fit-split.txt').read_text().split('\n') if line and line[0] != '#'}
    fit = transcripts(a.speech / 'train.jsonl', fit_paths)
    texts, held = read(a.text / 'lm', fit)
    words, rows = sphinx_model.read()
    vocabulary = Vocabulary(texts, {word: p for word, p in zip(words, rows[1][1]) if normalised(word) == [word]})
    columns = [vocabulary.encode(lines) for lines in texts.values()]
    size = vocabulary.end + 1
    talk = published(words, rows, vocabulary)
    models = [*(kneser_ney(column, ORDER, size) for column in columns), talk]
    halves = [(DICTATION, vocabulary.encode(held['everyday'])), (1 - DICTATION, vocabulary.encode(held['books']))]
    weights = weigh(models, halves, ORDER)
    for kind, weight, column in zip((*texts, PUBLISHED), weights, (*columns, ())): print(f'{kind:9} {len(column):8} words, weight {weight:.3f}')
    model = mixed(models, weights, ORDER)
    sets = {'held out, everyday': held['everyday'], 'held out, books': held['books'], 'fit split': fit,
            'dev-crowd': transcripts(a.speech / 'dev-crowd.jsonl'), 'dev-librispeech': transcripts(a.speech / 'dev-librispeech.jsonl')}
    whole = {name: perplexity(model, vocabulary, lines, ORDER)[0] for name, lines in sets.items()}
    print('n-grams:', *(len(model.keys[n]) for n in model.keys), end='')
    prune(model, ORDER, a.threshold, frequencies([*(counted(column, ORDER) for column in columns), expected(talk)], weights, ORDER))
    print(', pruned:', *(len(model.keys[n]) for n in model.keys))
    model = quantised(model, ORDER)
    for name, lines in sets.items():
        pruned, unknown = perplexity(model, vocabulary, lines, ORDER)
        print(f'{name:19} perplexity {whole[name]:6.1f}, pruned and in 8 bits {pruned:6.1f}; unknown words {100 * unknown:.2f} %')
    ngrams, parts = sections(model, vocabulary, ORDER)
    header = {'format': FORMAT, 'order': ORDER, 'costsPerNat': STEP, 'words': len(vocabulary.words), 'ngrams': ngrams,
              'sections': {name: len(part) for name, part in parts.items()}}
    packed = json.dumps(header, separators=(',', ':')).encode() + b'\n' + b''.join(parts.values())
    print(f'{len(packed)} bytes:', header['sections'])
    if a.measure: sys.exit()
    OUT.mkdir(exist_ok=True)
    (OUT / FILE).write_bytes(packed)
    (OUT / 'manifest.json').write_text(json.dumps({
        'format': FORMAT, 'id': 'language-en', 'licence': 'MIT',
        'notice': 'Counts of words in public-domain books, LJSpeech, Common Voice (CC0), African Storybook (CC BY), WordNet 3.0: CARD.md',
        'golden': [golden(model, vocabulary, text, ORDER) for text in GOLDEN],
        'files': [{'name': FILE, 'bytes': len(packed), 'sha256': hashlib.sha256(packed).hexdigest()}]}, indent=1) + '\n')
