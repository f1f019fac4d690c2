"""Synthetic speech to train on beside the real: sentences of the language model's texts, many of them with a name that no recording has.

    S=../../../shared
    python synthetic_speech.py --text $S/text --speech $S/speech --out ../../.cache/robots --count 3000
    python synthetic_speech.py --text $S/text --speech $S/speech --out ../../.cache/readers --count 9000 --kokoro --seed 2     # 10.6 h
    python train.py ... --also ../../.cache/robots/manifest.jsonl ../../.cache/readers/manifest.jsonl

Writes `00000.flac` ... at 16 kHz and a manifest as data.py reads it; stopped and called again it goes on. The voices are those of
spoken_names.py; --kokoro's read printed lines, longer ones and more of books, with their pauses. A GPU is faster with several such processes, of
a seed and a folder each. The name lists hold none that an evaluation set speaks, the texts no sentence of the fit split.
"""
import argparse, json, random
from pathlib import Path
import soundfile
from data import fit_split
from language_model import lines_of, read, transcripts
from model import RATE
from spoken_names import SENTENCES, Espeak, NameLists

KINDS = {'everyday': .4, 'phrases': .3, 'books': .3}      # shares of the sentences without a name
READ_KINDS = {'books': .5, 'everyday': .2, 'phrases': .15, 'facts': .1, 'stories': .05}
NAMED, READ_NAMED = .5, .35
WORDS, READ_WORDS = (4, 18), (4, 30)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for folder in ('--text', '--speech', '--out'): a.add_argument(folder, type=Path, required=True)
    a.add_argument('--count', type=int, default=3000), a.add_argument('--seed', type=int, default=1)
    a.add_argument('--kokoro', action='store_true')
    a = a.parse_args()
    fit, names = transcripts(a.speech / 'train.jsonl', fit_split()), NameLists(a.text / 'names')
    if a.kokoro: from kokoro import Kokoro
    spoken = readings(lines_of(a.text / 'lm', fit), Kokoro(), names) if a.kokoro else sayings(read(a.text / 'lm', fit)[0], Espeak(), names)
    a.out.mkdir(parents=True, exist_ok=True)
    manifest = a.out / 'manifest.jsonl'
    done = len(manifest.read_text().split('\n')) - 1 if manifest.exists() else 0
    with open(manifest, 'a') as out:
        for i in range(done, a.count):
            text, samples, voice = spoken(random.Random(f'{a.seed} {i}'))
            path = a.out / f'{i:05d}.flac'
            soundfile.write(path, samples, RATE)
            print(json.dumps({'audio_filepath': path.name, 'duration': round(len(samples) / RATE, 3), 'text': text, 'speaker': voice,
                              'source': 'kokoro' if a.kokoro else 'espeak-ng'}), file=out, flush=True)


def sayings(texts, voices, names):
    """draw -> text, samples and voice of a sentence without signs."""
    lines = {kind: [line for line in texts[kind] if WORDS[0] <= len(line) <= WORDS[1]] for kind in KINDS}

    def say(draw):
        line = ' '.join(draw.choice(lines[draw.choices(list(KINDS), KINDS.values())[0]]))
        text = with_name(line, names.draw(draw), draw) if draw.random() < NAMED else line
        return text, *voices.say(text, draw)
    return say


def readings(printed, voices, names):
    """draw -> text, samples and voice of a line as it is printed, or of one with a name."""
    lines = {kind: [] for kind in READ_KINDS}
    for kind, line, words in printed:
        if kind in lines and READ_WORDS[0] <= len(words) <= READ_WORDS[1]: lines[kind].append((line, ' '.join(words)))

    def reading(draw):
        line, text = draw.choice(lines[draw.choices(list(READ_KINDS), READ_KINDS.values())[0]])
        if draw.random() < READ_NAMED: line = text = with_name(text, names.draw(draw), draw)
        return text, *voices.read(line, draw)
    return reading


def with_name(line, name, draw):
    """In half of the cases a sentence made for names; else the name somewhere in the line: it has to be heard, not foreseen."""
    if draw.random() < .5: return draw.choice(SENTENCES).replace('*', name)
    words = line.split()
    at = draw.randint(0, len(words))
    return ' '.join([*words[:at], name, *words[at:]])


if __name__ == '__main__':
    main()
