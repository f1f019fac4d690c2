"""Writes models/fit-split.txt: about 3 % of train.jsonl on which no recipe ever trains.

    python fit_split.py --speech ../../../shared/speech

Two LibriSpeech speakers, 150 Common Voice sentences with all their clips, 8 speechocean speakers. Thresholds, merge weights,
spelling tables and calibration are fitted there, so that the dev sets stay honest. Written once, before the first update.
"""
import argparse, json, random
from pathlib import Path
from data import FIT_SPLIT, key

SEED = 20261121

arguments = argparse.ArgumentParser()
arguments.add_argument('--speech', type=Path, required=True)
rows = [json.loads(line) for line in open(arguments.parse_args().speech / 'train.jsonl')]
draw = random.Random(SEED)


def pick(source, field, count):
    of_source = [r for r in rows if r['source'] == source]
    chosen = set(draw.sample(sorted({r[field] for r in of_source}), count))
    return [r for r in of_source if r[field] in chosen]


split = pick('librispeech-train-clean-5', 'speaker', 2) + pick('common-voice-v1', 'text', 150) + pick('speechocean762', 'speaker', 8)
hours = sum(r['duration'] for r in split) / 3600
FIT_SPLIT.write_text(f'# {len(split)} utterances, {hours:.2f} h of {sum(r["duration"] for r in rows) / 3600:.2f} h; made by recipe/fit_split.py, seed {SEED}\n'
                     + '\n'.join(sorted(key(r) for r in split)) + '\n')
print(FIT_SPLIT.read_text().split('\n')[0])
