import { FinalMerger } from '../core/merge/final-merger';
import { shippedModel } from '../core/shipped-model';
import { Vocabulary } from '../core/vocabulary';
import { EmissionsFolder } from './emissions-folder';
import { FinalTranscriber } from './final-transcriber';
import { openLanguage } from './open-language';
import { openModel } from './open-model';
import { openPronouncer, openVariants } from './open-pronouncer';
import { openSecondPass } from './open-second-pass';
import { PipelineTranscriber } from './pipeline-transcriber';
import { ReplayTranscriber } from './replay-transcriber';
import { SecondPassMemory } from './second-pass-memory';
import { SecondPassTranscriber } from './second-pass-transcriber';
import type { Settings } from './settings';
import { sourcesOf, techniquesOf, variantsOf } from './techniques';
import { openUserList } from './user-list';
import type { FirstPass, Transcriber } from './transcriber';

/** What the settings ask for: saved emissions decoded again, or the whole pipeline; with the second pass or without. */
export async function openTranscriber(settings: Settings): Promise<Transcriber> {
  if (settings.final === 'alone') return new SecondPassTranscriber(await openSecondPass());
  const { first, vocabulary } = await openFirstPass(settings);
  if (settings.final === 'off') return first;
  const memory =
    settings.final === 'unread'
      ? undefined
      : new SecondPassMemory(settings.replay ?? settings.emissions, () => openSecondPass());
  return new FinalTranscriber(first, memory, await openUserList(settings), await openMerger(vocabulary, settings));
}

/** By the techniques that the settings ask for. */
export async function openMerger(vocabulary: Vocabulary, settings: Partial<Settings>): Promise<FinalMerger> {
  const used = techniquesOf(settings);
  const pronouncer = await openPronouncer();
  const variants = variantsOf(used, await openVariants(pronouncer));
  return new FinalMerger(vocabulary, pronouncer, variants, sourcesOf(used));
}

async function openFirstPass(settings: Settings): Promise<{ first: FirstPass; vocabulary: Vocabulary }> {
  const { replay, model = `models/${shippedModel}` } = settings;
  const language = await openLanguage(settings.lm ?? 'on');
  if (replay !== undefined) {
    const { header } = await EmissionsFolder.open(replay);
    return { first: await ReplayTranscriber.open(replay, settings, language), vocabulary: new Vocabulary(header) };
  }
  const acoustic = await openModel(model, settings['chunk-ms']);
  return { first: await PipelineTranscriber.open(acoustic, settings, language), vocabulary: acoustic.vocabulary };
}
