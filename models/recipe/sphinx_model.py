"""The n-grams of CMU Sphinx's generic model of US English: en-us.lm.bin of the package pocketsphinx 5.1.1, under two clauses of the BSD licence.

It knows conversation and news, which the texts at hand lack: 72,547 words, 2.1 million pairs, 1.7 million triples. What it was counted in is
not published. Read here from its file, since the package's own writer of ARPA files breaks off.

The file, little-endian: a line of its name; the order, a byte; the numbers of n-grams, uint32 each; an int32, 1 where probabilities are
quantised; the tables of that, float32: probabilities and back-offs of pairs, probabilities of triples. Then the trie, from the last word of an
n-gram to its first: of each single word, and of an end mark, probability and back-off (float32) and where the pairs that end in it begin
(uint32); pairs and triples as packed bits, lowest first: the word before, back-off and probability as places in their tables, and of a pair
where its triples begin. Last the words, each ended by a zero byte, in the order of their ids. Logarithms have the base 1.0001.
"""
from pathlib import Path
import numpy as np
from pocketsphinx import get_model_path

MODEL = Path(get_model_path('en-us')) / 'en-us.lm.bin'
NAME, LOG_BASE, TABLE_BITS = b'Trie Language Model', 1.0001, 16
START, END = '<s>', '</s>'


class Bytes:
    def __init__(self, data): self.data, self.at = data, 0

    def take(self, kind, count):
        values = np.frombuffer(self.data, np.dtype(kind), count, self.at)
        self.at += values.nbytes
        return values

    def packed(self, count, *widths):
        """One column for each width, of `count` rows and an end mark; 8 more bytes are kept for those who read a word at once."""
        row = sum(widths)
        bits = np.unpackbits(self.take('u1', ((count + 1) * row + 7) // 8 + 8), bitorder='little')[:(count + 1) * row].reshape(-1, row)
        at = np.cumsum((0, *widths))
        return [bits[:, begin:end] @ (1 << np.arange(end - begin)) for begin, end in zip(at, at[1:])]


def parents(begins):
    """From where the children of each parent begin, and where the last one's end: the parent of each child."""
    return np.repeat(np.arange(len(begins) - 1), np.diff(begins))


def read(path=MODEL):
    """The words, START and END among them, and by order from 1 to 3: the n-grams as rows of places among the words, and their probabilities."""
    data = Bytes(path.read_bytes())
    name, order = bytes(data.take('u1', len(NAME))), data.take('u1', 1)[0]
    if (name, order) != (NAME, 3): raise ValueError(f'{path}: expected {NAME!r} of order 3, got {name!r} of order {order}')
    singles, pairs, triples = (int(count) for count in data.take('<u4', 3))
    if (quantised := data.take('<i4', 1)[0]) != 1: raise ValueError(f'{path}: expected quantised probabilities (1), got {quantised}')
    pair_costs, _, triple_costs = data.take('<f4', 3 << TABLE_BITS).reshape(3, -1)
    single = data.take([('log', '<f4'), ('backoff', '<f4'), ('pairs', '<u4')], singles + 1)
    word = singles.bit_length()
    before, _, pair_cost, begins = data.packed(pairs, word, TABLE_BITS, TABLE_BITS, triples.bit_length())
    first, triple_cost = data.packed(triples, word, TABLE_BITS)
    length = data.take('<i4', 1)[0]
    words = bytes(data.take('u1', length)).decode().split('\0')[:-1]
    if len(words) != singles: raise ValueError(f'{path}: expected {singles} words, got {len(words)}')
    last = parents(single['pairs'])                     # six pairs fewer than there is room for
    pair = parents(begins[:len(last) + 1])
    rows = {1: (np.arange(singles)[:, None], single['log'][:-1]),
            2: (np.stack((before[:len(last)], last), 1), pair_costs[pair_cost[:len(last)]]),
            3: (np.stack((first[:len(pair)], before[pair], last[pair]), 1), triple_costs[triple_cost[:len(pair)]])}
    return words, {n: (grams, LOG_BASE ** logs.astype(float)) for n, (grams, logs) in rows.items()}
