"""Trains the subword units: 258 unigram pieces, every letter and the apostrophe alone, so that any name can be spelled.

    python units.py --speech ../../../shared/speech --text ../../../shared/text/lm --out ../streaming-en/training/units.model

From the training transcripts and twice as many sentences of the books; id 0 is SentencePiece's unknown, which CTC uses as blank.
The shipped units were made once and stay: weights and vocabulary belong together.
"""
import argparse, json, random, re
from pathlib import Path
import sentencepiece
from data import fit_split, key

SIZE, LONGEST_PIECE, BOOK_SENTENCES_PER_TRANSCRIPT = 258, 6, 2
LETTERS = "abcdefghijklmnopqrstuvwxyz'"

a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
a.add_argument('--speech', type=Path, required=True), a.add_argument('--text', type=Path, required=True), a.add_argument('--out', type=Path, required=True)
a = a.parse_args()
held_out = fit_split()
transcripts = [row['text'] for row in map(json.loads, open(a.speech / 'train.jsonl')) if key(row) not in held_out]
books = sorted({line for path in sorted(a.text.glob('book-*.txt')) for line in open(path)})
sentences = transcripts + random.Random(1).sample(books, min(len(books), BOOK_SENTENCES_PER_TRANSCRIPT * len(transcripts)))
plain = (re.sub(' +', ' ', re.sub(f'[^{LETTERS} ]', ' ', s.lower())).strip() for s in sentences)
sentencepiece.SentencePieceTrainer.train(
    sentence_iterator=iter([s for s in plain if s]), model_prefix=str(a.out.with_suffix('')), model_type='unigram', vocab_size=SIZE,
    max_sentencepiece_length=LONGEST_PIECE, character_coverage=1., required_chars=LETTERS, unk_id=0, bos_id=-1, eos_id=-1, pad_id=-1,
    normalization_rule_name='identity', minloglevel=2)
a.out.with_suffix('.vocab').unlink()
units = sentencepiece.SentencePieceProcessor(model_file=str(a.out))
print(units.get_piece_size(), 'pieces;', 'without a piece of their own:', [c for c in LETTERS if units.piece_to_id(c) == 0] or 'none')
