/*
 * npm run fit-search -- --manifest FILE.jsonl --replay DIR: fits what the search's options say of the language model, on saved
 * emissions of utterances that no model was trained on. One option after the other is moved by its step for as long as
 * the word error rate falls, until none helps. docs/evaluation.md
 */

import type { Emissions } from '../core/emissions';
import type { LanguageModel } from '../core/language-model/language-model';
import { PlainReader } from '../core/plain-reader';
import { poolCounts, scoreRates, scoreUtterance } from '../core/score';
import { defaultSearchOptions, type SearchOptions } from '../core/search-options';
import { textOf } from '../core/transcript';
import { Vocabulary } from '../core/vocabulary';
import { EmissionsFolder } from './emissions-folder';
import { readFlags, textFlag } from './flags';
import { readManifest, selectClips, streamsOf } from './manifest';
import { openLanguage } from './open-language';
import { UsageError } from './usage-error';

const FLAGS = {
  manifest: textFlag('FILE.jsonl', 'the utterances'),
  replay: textFlag('DIR', 'their log-probabilities, written by npm run evaluate -- --emissions DIR'),
  lm: textFlag('on|FILE', 'the language model'),
} as const;

/** How finely each is fitted: less than these make differences smaller than a few words of the fit split. */
const STEPS = { languageWeight: 0.1, priorWeight: 0.05, wordBonus: 0.5, unknownWord: 1, unknownLetter: 0.25 } as const;
type Fitted = Pick<SearchOptions, keyof typeof STEPS>;

/** Nothing here asks for times. */
const FRAMES = { originMs: 0, frameMs: 1 };

interface Spoken {
  readonly text: string;
  readonly emissions: Emissions;
}

async function fit(args: readonly string[]): Promise<void> {
  const { manifest, replay, lm } = readFlags(args, FLAGS);
  if (manifest === undefined || replay === undefined)
    throw new UsageError('Expected --manifest FILE.jsonl --replay DIR');
  const language = await openLanguage(lm ?? 'on');
  if (language === undefined) throw new UsageError('Expected a language model, got --lm off');
  const folder = await EmissionsFolder.open(replay);
  const vocabulary = new Vocabulary(folder.header);
  const spoken: Spoken[] = [];
  for (const { id, clips } of streamsOf(selectClips(await readManifest(manifest), 1, undefined), undefined)) {
    spoken.push({ text: clips[0]!.text, emissions: await folder.read(id) });
  }
  const { languageWeight, priorWeight, wordBonus, unknownWord, unknownLetter } = defaultSearchOptions;
  let best: Fitted = { languageWeight, priorWeight, wordBonus, unknownWord, unknownLetter };
  let least = errorRate(spoken, vocabulary, language, best);
  for (let improved = true; improved;) {
    improved = false;
    for (const option of Object.keys(STEPS) as (keyof Fitted)[]) {
      for (const step of [STEPS[option], -STEPS[option]]) {
        for (;;) {
          const tried = { ...best, [option]: Math.round((best[option] + step) * 100) / 100 };
          if (tried[option] < 0) break;
          const rate = errorRate(spoken, vocabulary, language, tried);
          if (rate >= least) break;
          [best, least, improved] = [tried, rate, true];
        }
      }
    }
  }
  process.stdout.write(`WER ${(100 * least).toFixed(2)} %: ${JSON.stringify(best)}\n`);
}

function errorRate(
  spoken: readonly Spoken[],
  vocabulary: Vocabulary,
  language: LanguageModel,
  options: Fitted,
): number {
  const reader = new PlainReader(vocabulary, options);
  reader.setLanguage(language);
  const scores = spoken.map(({ text, emissions }) => scoreUtterance(text, textOf(reader.read(emissions, FRAMES))));
  const rate = scoreRates(poolCounts(scores.map(({ counts }) => counts))).wer!;
  process.stdout.write(`${(100 * rate).toFixed(2)} %  ${JSON.stringify(options)}\n`);
  return rate;
}

try {
  await fit(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
