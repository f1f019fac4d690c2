import { readFile } from 'node:fs/promises';
import type { VariantsOf } from '../core/name-spellings';
import { CommonWords, readCommonWords, type CommonWord } from '../core/pronunciation/common-words';
import { NameSpeller } from '../core/pronunciation/name-speller';
import { Pronouncer } from '../core/pronunciation/pronouncer';
import { readPronunciationFile } from '../core/pronunciation/pronunciation-file';
import { SoundSpeller } from '../core/pronunciation/sound-speller';
import { soundSpellings } from '../core/pronunciation/sound-spellings';

const COMMON_WORDS = 'models/pronunciations/common-words.txt';
const PRONUNCIATIONS = 'models/pronunciations/pronunciations.bin';

/** The pronunciations that ship. */
export async function openPronouncer(): Promise<Pronouncer> {
  return new Pronouncer(readPronunciationFile(await readFile(PRONUNCIATIONS)));
}

/** As `pronouncer` and the table that ships say how the model may write a name. */
export async function openVariants(pronouncer: Pronouncer): Promise<VariantsOf> {
  const common = new CommonWords(await openCommonWords());
  const speller = new NameSpeller(pronouncer, new SoundSpeller(soundSpellings), common);
  return (name) => speller.variants(name);
}

/** The common words that ship. */
export async function openCommonWords(): Promise<CommonWord[]> {
  return readCommonWords(await readFile(COMMON_WORDS, 'utf8'));
}
