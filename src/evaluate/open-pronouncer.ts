import { readFile } from 'node:fs/promises';
import { Pronouncer } from '../core/pronunciation/pronouncer';
import { readPronunciationFile } from '../core/pronunciation/pronunciation-file';

const PRONUNCIATIONS = 'models/pronunciations/pronunciations.bin';

/** The pronunciations that ship. */
export async function openPronouncer(): Promise<Pronouncer> {
  return new Pronouncer(readPronunciationFile(await readFile(PRONUNCIATIONS)));
}
