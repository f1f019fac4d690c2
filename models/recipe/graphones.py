"""A pronunciation dictionary and its alignment: each letter of a word with the phones, none to two, that it stands for.

A pair of letter and phones is a graphone ('x' with K S, the 'h' of 'phone' with nothing). The alignment is that of a unigram model
of graphones, by expectation maximisation (Bisani and Ney 2008, with one letter per graphone: the n-gram over them joins letters).
"""
import re
from collections import defaultdict
from pathlib import Path

LETTERS = "'abcdefghijklmnopqrstuvwxyz"
PHONES = ('AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH').split()
MOST_PHONES = 2                        # of a letter
FIRST_GUESS = (.5, 1., .1)             # weight of a graphone with no, one, two phones before anything is known
ITERATIONS = 5
RARE = .5                              # expected occurrences below which a graphone is a misprint


def dictionary(file: Path):
    """[(word, phones)] of a file in cmudict's format, without stress marks, variants in their order; each pair once."""
    entries = {}
    for line in open(file, encoding='utf8'):
        word, *phones = line.split('#')[0].split() or ['']
        word = re.sub(r'\(\d+\)$', '', word)
        if word and set(word) <= set(LETTERS): entries[word, tuple(p.rstrip('012') for p in phones)] = None
    return list(entries)


def _paths(word, phones, weight):
    """Cells (letters, phones) → weight of all alignments up to there, and the function that gives the steps from a cell."""
    n, m = len(word), len(phones)

    def steps(i, j):
        for k in range(MOST_PHONES + 1):
            if j + k <= m: yield j + k, weight(word[i], phones[j:j + k])
    sums = [[0.] * (m + 1) for _ in range(n + 1)]
    sums[0][0] = 1.
    for i in range(n):
        for j in range(m + 1):
            if sums[i][j]:
                for to, w in steps(i, j): sums[i + 1][to] += sums[i][j] * w
    return sums, steps


def _expect(entries, weight):
    counts = defaultdict(float)
    for word, phones in entries:
        n, m = len(word), len(phones)
        sums, steps = _paths(word, phones, weight)
        if not sums[n][m]: continue
        after = [[0.] * (m + 1) for _ in range(n + 1)]
        after[n][m] = 1.
        for i in range(n - 1, -1, -1):
            for j in range(m + 1):
                if not sums[i][j]: continue
                for to, w in steps(i, j):
                    if not after[i + 1][to]: continue
                    after[i][j] += w * after[i + 1][to]
                    counts[word[i], phones[j:to]] += sums[i][j] * w * after[i + 1][to] / sums[n][m]
    total = sum(counts.values())
    return {graphone: count / total for graphone, count in counts.items() if count > RARE}


def align(entries):
    """Per entry its likeliest graphones [(letter, phones)], or None for the few that need more than two phones in a letter."""
    weights = _expect(entries, lambda letter, phones: FIRST_GUESS[len(phones)])
    for _ in range(ITERATIONS - 1): weights = _expect(entries, lambda letter, phones: weights.get((letter, phones), 0.))
    return [_best(word, phones, weights) for word, phones in entries]


def _best(word, phones, weights):
    best = {0: (1., [])}
    for letter in word:
        reached = {}
        for j, (weight, path) in best.items():
            for k in range(MOST_PHONES + 1):
                w = weight * weights.get((letter, phones[j:j + k]), 0.) if j + k <= len(phones) else 0.
                if w > reached.get(j + k, (0.,))[0]: reached[j + k] = w, path + [(letter, phones[j:j + k])]
        best = reached
    return best[len(phones)][1] if len(phones) in best else None
