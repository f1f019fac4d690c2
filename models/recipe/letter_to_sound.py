"""Letter to sound: an n-gram model of graphones, small enough to ship, and its error rate on words that it has not seen.

    python letter_to_sound.py --dictionary ../../../shared/text/dict/cmudict.dict      reports phone and word error rates

P(phones, letters) = product of P(graphone | up to 5 graphones before it): modified Kneser-Ney (Chen and Goodman 1999), pruned by
what each n-gram adds to the likelihood (Stolcke 1998), with probabilities in whole sixteenths of a nat, so that every machine and
language adds them up alike. src/core/pronunciation/letter-to-sound.ts decodes the same model with the same search.
"""
import argparse, math, random
from collections import Counter, defaultdict
from multiprocessing import Pool
from operator import itemgetter
from pathlib import Path
from graphones import LETTERS, align, dictionary

ORDER = 6
LEAST_GAIN = 2e-6                      # nats per graphone of the training data that an n-gram must be worth
STEP = 16                              # levels per nat
BEAM = 12
BOS, EOS = 0, 1                        # symbols; graphones come after them, ordered by letter
HELD_OUT = .04
first = itemgetter(0)


class Inventory:
    """The graphones by number: of one letter one after the other."""
    def __init__(self, aligned):
        found = {graphone for path in aligned if path for graphone in path}
        self.graphones = sorted(found, key=lambda g: (LETTERS.index(g[0]), len(g[1]), g[1]))
        self.symbol = {g: i for i, g in enumerate(self.graphones, EOS + 1)}
        self.of_letter = defaultdict(list)
        for g, i in self.symbol.items(): self.of_letter[g[0]].append(i)


def estimate(sequences):
    """Probabilities of all n-grams, back-off weights of all contexts, and counts: lists by n of dicts by tuple."""
    counts = [Counter() for _ in range(ORDER + 1)]
    for sequence in sequences:
        padded = (BOS, *sequence, EOS)
        for n in range(1, ORDER + 1):
            for i in range(len(padded) - n + 1): counts[n][padded[i:i + n]] += 1
    # Below the highest order it counts how many different graphones come before; before a word's first there is only BOS.
    kinds = [None] * ORDER + [counts[ORDER]]
    for n in range(ORDER - 1, 0, -1):
        kinds[n] = Counter(gram[1:] for gram in counts[n + 1])
        kinds[n].update({gram: count for gram, count in counts[n].items() if gram[0] == BOS})
    del kinds[1][(BOS,)]
    total, size = sum(kinds[1].values()), len(kinds[1])
    half = .5
    probs = [None, {gram: (count - half) / total + half / total for gram, count in kinds[1].items()}]
    backoff = [{} for _ in range(ORDER)]
    for n in range(2, ORDER + 1):
        having = Counter(min(count, 4) if count < 4 else 5 for count in kinds[n].values())
        y = having[1] / (having[1] + 2 * having[2])
        discount = [0.] + [i - (i + 1) * y * having[i + 1] / having[i] if having[i + 1] else i * .9 for i in (1, 2, 3)]
        sums, mass = Counter(), defaultdict(float)
        for gram, count in kinds[n].items():
            sums[gram[:-1]] += count
            mass[gram[:-1]] += discount[min(count, 3)]
        backoff[n - 1] = {h: mass[h] / sums[h] for h in sums}
        probs.append({gram: (count - discount[min(count, 3)]) / sums[gram[:-1]] + backoff[n - 1][gram[:-1]] * probs[n - 1][gram[1:]]
                      for gram, count in kinds[n].items()})
    return probs, backoff, counts


def prune(probs, backoff, counts):
    """The n-grams worth keeping with the back-off weights that make them sum to one; prefixes and suffixes of kept ones stay."""
    total, needed = sum(counts[1].values()), set()
    kept = [None] * (ORDER + 1)
    for n in range(ORDER, 0, -1):
        kept[n] = {gram: p for gram, p in probs[n].items() if n == 1 or gram in needed
                   or counts[n][gram] / total * abs(math.log(p / (backoff[n - 1][gram[:-1]] * probs[n - 1][gram[1:]]))) > LEAST_GAIN}
        needed = {part for gram in kept[n] for part in (gram[:-1], gram[1:])}
    weights = [{} for _ in range(ORDER)]
    for n in range(2, ORDER + 1):
        mass, lower = defaultdict(float), defaultdict(float)
        for gram, p in kept[n].items():
            mass[gram[:-1]] += p
            lower[gram[:-1]] += probs[n - 1][gram[1:]]
        weights[n - 1] = {h: max(1e-6, 1 - mass[h]) / max(1e-6, 1 - lower[h]) for h in mass}
    return kept, weights


class LetterToSound:
    """The pruned model as a trie in breadth-first order; costs are sixteenths of −log."""
    def __init__(self, aligned):
        self.inventory = Inventory(aligned)
        probs, weights = prune(*estimate([[self.inventory.symbol[g] for g in path] for path in aligned if path]))
        probs[1][(BOS,)] = 1.                                         # never asked for; its node is where words begin
        cost = lambda p: round(-STEP * math.log(p))
        nodes = [((), 0)] + [(gram, min(255, cost(p))) for n in range(1, ORDER + 1) for gram, p in sorted(probs[n].items())]
        self.number = {gram: i for i, (gram, _) in enumerate(nodes)}
        self.cost = [c for _, c in nodes]
        self.children = [{} for _ in nodes]                           # symbol → node
        for gram, i in self.number.items():
            if gram: self.children[self.number[gram[:-1]]][gram[-1]] = i
        self.backoff = [0] * len(nodes)                               # may be negative, by little
        for n in range(1, ORDER):
            for gram, w in weights[n].items(): self.backoff[self.number[gram]] = max(-32, min(223, cost(w)))
        self.suffix = [0] + [self.number[gram[1:]] for gram, _ in nodes[1:]]
        self.known = {}
        # A context without children says no more than the one after its first graphone.
        self.context = list(range(len(nodes)))
        for i in range(1, len(nodes)):
            if not self.children[i]: self.context[i] = self.context[self.suffix[i]]

    def step(self, state, symbol):
        cost = 0
        while symbol not in self.children[state]:
            cost += self.backoff[state]
            state = self.suffix[state]
        node = self.children[state][symbol]
        return cost + self.cost[node], self.context[node]

    def extensions(self, state, letter):
        """[(cost, next state, phones)] of the letter's graphones, in their order."""
        known = self.known.get((state, letter))
        if known is None:
            phones = self.inventory.graphones
            known = [(*self.step(state, symbol), phones[symbol - EOS - 1][1]) for symbol in self.inventory.of_letter[letter]]
            self.known[state, letter] = known
        return known

    def pronounce(self, word):
        """[(cost, phones)], cheapest first. Of equal costs the one found first stays first: the app's search must do the same."""
        beam = [(0, self.context[self.number[BOS,]], ())]
        for letter in word:
            longer = [(cost + more, to, phones, added) for cost, state, phones in beam for more, to, added in self.extensions(state, letter)]
            longer.sort(key=first)
            beam = [(cost, to, phones + added) for cost, to, phones, added in longer[:BEAM]]
        ended = {}
        for cost, phones in sorted(((cost + self.step(state, EOS)[0], phones) for cost, state, phones in beam), key=first):
            ended.setdefault(phones, cost)
        return [(cost, phones) for phones, cost in ended.items()]

    def pronounce_all(self, words):
        global _model
        _model = self
        with Pool() as pool: return pool.map(_pronounce, words, chunksize=500)


def _pronounce(word): return _model.pronounce(word)


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1): last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def lemma(word):
    """Forms of one word must not be on both sides of the split."""
    word = word.removesuffix("'s").replace("'", '')
    return word[:-1] if len(word) > 3 and word.endswith('s') else word


if __name__ == '__main__':
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--dictionary', type=Path, required=True)
    entries = dictionary(a.parse_args().dictionary)
    aligned = align(entries)
    lemmas = sorted({lemma(word) for word, _ in entries})
    unseen = set(random.Random(7).sample(lemmas, int(len(lemmas) * HELD_OUT)))
    model = LetterToSound([path for (word, _), path in zip(entries, aligned) if lemma(word) not in unseen])
    test = defaultdict(list)
    for word, phones in entries:
        if lemma(word) in unseen: test[word].append(phones)
    errors = phones = wrong = missing = 0
    for references, found in zip(test.values(), model.pronounce_all(list(test))):
        edits, reference = min((distance(r, found[0][1]), r) for r in references)
        errors, phones, wrong = errors + edits, phones + len(reference), wrong + (edits > 0)
        missing += not any(p in references for _, p in found[:4])
    print(f'{len(model.cost)} n-grams; {len(test)} words unseen: phone error rate {errors / phones:.2%}, words wrong {wrong / len(test):.2%}, '
          f'not among the best four {missing / len(test):.2%}')
