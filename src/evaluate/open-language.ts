import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readLanguageFile } from '../core/language-model/language-file';
import type { LanguageModel } from '../core/language-model/language-model';
import { shippedLanguage } from '../core/shipped-model';
import { UsageError } from './usage-error';

/** The language model of `--lm on|off|FILE`. */
export async function openLanguage(asked: string): Promise<LanguageModel | undefined> {
  if (asked === 'off') return undefined;
  const file = asked === 'on' ? `models/${shippedLanguage}/language.bin` : asked;
  if (!existsSync(file)) throw new UsageError(`Expected on, off or a file after --lm, got ${JSON.stringify(file)}`);
  try {
    return readLanguageFile(await readFile(file));
  } catch (error) {
    throw new UsageError(`${file}: ${String(error)}`);
  }
}
