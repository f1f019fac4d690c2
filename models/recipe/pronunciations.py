"""Packs models/pronunciations: letter to sound, and of the dictionary the words that it does not get right by itself.

    python pronunciations.py --dictionary ../../../shared/text/dict/cmudict.dict

One file: a line of JSON, then the sections it gives the lengths of, in this order (varint: LEB128, unsigned):
  children   varint per n-gram shorter than the longest, breadth first from the empty one: how many n-grams extend it
  symbols    varint per n-gram but the empty: its last symbol, less that of the sibling before
  costs      byte per n-gram but the empty: -log P in sixteenths of a nat
  backoffs   byte per n-gram that has extensions: its back-off cost + 32
  shared     byte per word, in order: how many letters it shares with the word before
  letters    of each word, the others, ended by a newline
  phones     of each word, its pronunciations, likeliest first: a byte per phone; 254 between pronunciations, 255 after the last
"""
import argparse, hashlib, json
from collections import defaultdict
from pathlib import Path
from graphones import PHONES, align, dictionary
from letter_to_sound import ORDER, STEP, LetterToSound

OUT = Path(__file__).resolve().parents[1] / 'pronunciations'
FILE = 'pronunciations.bin'
NEXT, END = 254, 255
BACKOFF_OFFSET = 32
NOTICE = 'CMU Pronouncing Dictionary, Copyright (C) 1993-2015 Carnegie Mellon University'


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def model_sections(model):
    children, symbols, backoffs = bytearray(), bytearray(), bytearray()
    for gram, node in model.number.items():
        if len(gram) < ORDER: children += varint(len(model.children[node]))
        before = 0
        for symbol in model.children[node]:
            symbols += varint(symbol - before)
            before = symbol
        if model.children[node]: backoffs.append(model.backoff[node] + BACKOFF_OFFSET)
    return {'children': children, 'symbols': symbols, 'costs': bytes(model.cost[1:]), 'backoffs': backoffs}


def exceptions(model, entries):
    """Words whose pronunciations in the dictionary are not just the model's first choice."""
    words = defaultdict(list)
    for word, phones in entries: words[word].append(phones)
    found = model.pronounce_all(list(words))
    return {word: said for (word, said), guess in zip(words.items(), found) if not guess or said != [guess[0][1]]}, len(words)


def word_sections(words):
    shared, letters, phones = bytearray(), bytearray(), bytearray()
    before = ''
    for word in sorted(words):
        same = next((i for i, (x, y) in enumerate(zip(before, word)) if x != y), min(len(before), len(word)))
        shared.append(same)
        letters += word[same:].encode() + b'\n'
        phones += bytes([NEXT]).join(bytes(map(PHONES.index, said)) for said in words[word]) + bytes([END])
        before = word
    return {'shared': shared, 'letters': letters, 'phones': phones}


if __name__ == '__main__':
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--dictionary', type=Path, required=True)
    entries = dictionary(a.parse_args().dictionary)
    model = LetterToSound(align(entries))
    words, known = exceptions(model, entries)
    sections = model_sections(model) | word_sections(words)
    header = {'format': 'namesake-pronunciations/1', 'order': ORDER, 'costsPerNat': STEP, 'phones': PHONES,
              'graphones': [[letter, ' '.join(phones)] for letter, phones in model.inventory.graphones],
              'ngrams': len(model.cost), 'words': len(words), 'sections': {name: len(part) for name, part in sections.items()}}
    packed = json.dumps(header, separators=(',', ':')).encode() + b'\n' + b''.join(sections.values())
    OUT.mkdir(exist_ok=True)
    (OUT / FILE).write_bytes(packed)
    others = [file for file in json.loads((OUT / 'manifest.json').read_text())['files'] if file['name'] != FILE] \
        if (OUT / 'manifest.json').exists() else []
    (OUT / 'manifest.json').write_text(json.dumps({
        'format': header['format'], 'id': 'pronunciations', 'licence': 'BSD-2-Clause', 'notice': NOTICE,
        'files': [{'name': FILE, 'bytes': len(packed), 'sha256': hashlib.sha256(packed).hexdigest()}] + others}, indent=1) + '\n')
    print(f'{len(model.cost)} n-grams, {len(words)} of {known} words, {len(packed)} bytes:', header['sections'])
