"""Synthetic speech to train on beside the real: sentences of the language model's texts, half of them with a name that no recording has.

    S=../../../shared
    python synthetic_speech.py --text $S/text --speech $S/speech --out ../../.cache/robots --count 3000
    python synthetic_speech.py --text $S/text --speech $S/speech --out ../../.cache/readers --count 1000 --kokoro --seed 2
    python train.py ... --also ../../.cache/robots/manifest.jsonl ../../.cache/readers/manifest.jsonl

Writes `00000.flac` ... at 16 kHz and a manifest as data.py reads it; stopped and called again it goes on. The voices are those of
spoken_names.py. The name lists hold none that an evaluation set speaks, the texts no sentence of the fit split.
"""
import argparse, json, random
from pathlib import Path
import soundfile
from data import fit_split
from language_model import read, transcripts
from model import RATE
from spoken_names import SENTENCES, Espeak, NameLists

KINDS = {'everyday': .4, 'phrases': .3, 'books': .3}      # shares of the sentences without a name
NAMED = .5
WORDS = 4, 18


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for folder in ('--text', '--speech', '--out'): a.add_argument(folder, type=Path, required=True)
    a.add_argument('--count', type=int, default=3000), a.add_argument('--seed', type=int, default=1)
    a.add_argument('--kokoro', action='store_true')
    a = a.parse_args()
    texts, _ = read(a.text / 'lm', transcripts(a.speech / 'train.jsonl', fit_split()))
    lines = {kind: [line for line in texts[kind] if WORDS[0] <= len(line) <= WORDS[1]] for kind in KINDS}
    names = NameLists(a.text / 'names')
    if a.kokoro: from kokoro import Kokoro
    voices = Kokoro() if a.kokoro else Espeak()
    a.out.mkdir(parents=True, exist_ok=True)
    manifest = a.out / 'manifest.jsonl'
    done = len(manifest.read_text().split('\n')) - 1 if manifest.exists() else 0
    with open(manifest, 'a') as out:
        for i in range(done, a.count):
            draw = random.Random(f'{a.seed} {i}')
            line = ' '.join(draw.choice(lines[draw.choices(list(KINDS), KINDS.values())[0]]))
            text = with_name(line, names.draw(draw), draw) if draw.random() < NAMED else line
            samples, voice = voices.say(text, draw)
            path = a.out / f'{i:05d}.flac'
            soundfile.write(path, samples, RATE)
            print(json.dumps({'audio_filepath': path.name, 'duration': round(len(samples) / RATE, 3), 'text': text, 'speaker': voice,
                              'source': 'kokoro' if a.kokoro else 'espeak-ng'}), file=out, flush=True)


def with_name(line, name, draw):
    """In half of the cases a sentence made for names; else the name somewhere in the line: it has to be heard, not foreseen."""
    if draw.random() < .5: return draw.choice(SENTENCES).replace('*', name)
    words = line.split()
    at = draw.randint(0, len(words))
    return ' '.join([*words[:at], name, *words[at:]])


if __name__ == '__main__':
    main()
