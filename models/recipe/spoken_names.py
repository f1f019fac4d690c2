"""Sentences with names, spoken by espeak-ng or by Kokoro's natural voices: coverage of names that hardly any recording has.

    python spoken_names.py --names ../../../shared/text/names --out ../../.cache/spoken-names --count 600
    python spoken_names.py --names ... --out ../../.cache/natural-names --count 500 --kokoro --seed 2
    python spoken_names.py ... --out ../../.cache/rough-names --count 250 --kokoro --rough --seed 3

Writes `0000.wav` ... and manifest.jsonl with the names of each sentence. The same arguments give the same files with the same espeak-ng
(Debian: apt-get install espeak-ng). Accents en-us-nyc and en-gb-x-gbcwmd alone, with many voices, pitches and speeds: the other accents of
espeak-ng, and Flite, are the voices of evaluation sets. espeak-ng (GPL) makes audio here and is part of nothing that ships.
"""
import argparse, io, json, random, re, subprocess, unicodedata
from pathlib import Path
import soundfile
from data import resampled
from model import RATE

ACCENTS = ('en-us-nyc', 'en-gb-x-gbcwmd')
VOICES = ('m1', 'm3', 'm4', 'm6', 'm7', 'f2', 'Alex', 'Gene', 'Lee', 'Michael')         # others are hardly understood by anybody
PITCH, SPEED = (30, 65), (125, 165)          # espeak's units of 0 to 99; words a minute
FIRST, LAST = ('first-public-domain.txt', 'first-world-mit.txt'), ('last-public-domain.txt', 'last-world-mit.txt')
OTHER = ('places-wordnet.txt', 'people-wordnet.txt')
SENTENCES = """
i met * at the station
* said that she would be late
have you read the letter from *
please put * on the list
we drove through * on the way home
is * coming to the party
the report was written by * in march
you should ask * before you sign anything
my sister works for *
* and his brother live next door
i left my coat at the house of *
can someone tell * that the room has changed
they named the new bridge after *
the doctor gave me * for the pain
remember to thank * for the flowers
it was * who found the keys
nobody at the office knows *
send the invoice to * today
the train to * leaves at noon
she studied with * for two years
we never heard from * again
could you spell * for me
* is on the other line
write to * about the contract
the children like * very much
his favourite player is *
next summer we want to visit *
look up * in the dictionary
the package for * arrived this morning
i think * is right about this
you can leave the keys with *
* won the prize last week
this is the best picture of * that i have
tell me what * wants for dinner
our neighbour * has bought a boat
the new manager is called *
""".strip().split('\n')


def plain(name):
    """As a transcript has it: a to z, apostrophe and single spaces."""
    name = unicodedata.normalize('NFKD', name.lower().replace('’', "'").replace('-', ' '))
    return ' '.join(re.sub("[^a-z' ]", '', name).split())


class Espeak:
    """`Espeak().say(text, draw)`: int16 samples at 16 kHz and the drawn voice."""
    def say(self, text, draw):
        voice = f'{draw.choice(ACCENTS)}+{draw.choice(VOICES)}'
        said = subprocess.run(['espeak-ng', '-v', voice, '-p', str(draw.randint(*PITCH)), '-s', str(draw.randint(*SPEED)), '--stdout', text], check=True, capture_output=True)
        samples, rate = soundfile.read(io.BytesIO(said.stdout), dtype='float32')
        return resampled(samples, rate), voice


class NameLists:
    """`NameLists(folder).draw(draw)`: a first name, a last name, both, or a place or person of note."""
    def __init__(self, folder):
        def read(files): return sorted({n for f in files for n in map(plain, open(folder / f)) if 3 <= len(n) <= 24 and n.count(' ') < 3})
        self.first, self.last, self.other = read(FIRST), read(LAST), read(OTHER)

    def draw(self, draw):
        return draw.choice((lambda: draw.choice(self.first), lambda: draw.choice(self.last), lambda: draw.choice(self.other),
                            lambda: f'{draw.choice(self.first)} {draw.choice(self.last)}'))()


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--names', type=Path, required=True), a.add_argument('--out', type=Path, required=True)
    a.add_argument('--count', type=int, default=600), a.add_argument('--seed', type=int, default=1)
    a.add_argument('--kokoro', action='store_true')
    a.add_argument('--rough', action='store_true', help='in rooms, noise and over telephones, as the training hears its speech')
    a = a.parse_args()
    draw = random.Random(a.seed)
    if a.rough: from augmentation import made_anew
    if a.kokoro: from kokoro import Kokoro
    voices = Kokoro() if a.kokoro else Espeak()
    names = NameLists(a.names)
    a.out.mkdir(parents=True, exist_ok=True)
    with open(a.out / 'manifest.jsonl', 'w') as manifest:
        for i in range(a.count):
            name = names.draw(draw)
            text = draw.choice(SENTENCES).replace('*', name)
            samples, voice = voices.say(text, draw)
            if a.rough: samples = made_anew(samples, draw).numpy()
            path = a.out / f'{i:04d}.wav'
            soundfile.write(path, samples, RATE)
            manifest.write(json.dumps({'audio_filepath': path.name, 'duration': round(len(samples) / RATE, 3), 'text': text, 'speaker': voice,
                                       'source': 'kokoro' if a.kokoro else 'espeak-ng', 'names': [name]}) + '\n')


if __name__ == '__main__':
    main()
