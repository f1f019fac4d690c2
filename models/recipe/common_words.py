"""The common words of English, for the collision check of names: 8,000 words and how often they are said.

    python common_words.py --unigrams ../../../shared/text/unigrams.tsv

Counts come from public-domain books, plays and Bible, Common Voice and WordNet; a count is no text. Written: the words, the most frequent first,
each with round(ln(count / all)) in tenths of a nat, so that the file is small and no count can be read back.
"""
import argparse, hashlib, json, math
from pathlib import Path
from data import MODELS

FILE = 'common-words.txt'
WORDS = 8000
SHORTEST = 2                    # single letters are names of letters


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--unigrams', type=Path, required=True)
    a = a.parse_args()
    rows = [line.rstrip('\n').split('\t') for line in open(a.unigrams)]
    total = sum(int(count) for _, count in rows)
    chosen = [(word, int(count)) for word, count in rows if len(word) >= SHORTEST][:WORDS]
    lines = [f'{word} {math.log(count / total):.1f}' for word, count in chosen]
    text = ('\n'.join(lines) + '\n').encode()
    (MODELS / 'pronunciations' / FILE).write_bytes(text)
    # Shipped beside the pronunciations, by their manifest.
    manifest = json.loads((MODELS / 'pronunciations' / 'manifest.json').read_text())
    manifest['files'] = [file for file in manifest['files'] if file['name'] != FILE] \
        + [{'name': FILE, 'bytes': len(text), 'sha256': hashlib.sha256(text).hexdigest()}]
    (MODELS / 'pronunciations' / 'manifest.json').write_text(json.dumps(manifest, indent=1) + '\n')


if __name__ == '__main__': main()
