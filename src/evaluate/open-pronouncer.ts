import { readFile } from 'node:fs/promises';
import { readCommonWords, type CommonWord } from '../core/pronunciation/common-words';
import { Pronouncer } from '../core/pronunciation/pronouncer';
import { readPronunciationFile } from '../core/pronunciation/pronunciation-file';

const COMMON_WORDS = 'models/pronunciations/common-words.txt';
const PRONUNCIATIONS = 'models/pronunciations/pronunciations.bin';

/** The pronunciations that ship. */
export async function openPronouncer(): Promise<Pronouncer> {
  return new Pronouncer(readPronunciationFile(await readFile(PRONUNCIATIONS)));
}

/** The common words that ship. */
export async function openCommonWords(): Promise<CommonWord[]> {
  return readCommonWords(await readFile(COMMON_WORDS, 'utf8'));
}
