import { shippedModel } from '../core/shipped-model';
import { openLanguage } from './open-language';
import { openModel } from './open-model';
import { PipelineTranscriber } from './pipeline-transcriber';
import { ReplayTranscriber } from './replay-transcriber';
import { searchSettings } from './search-settings';
import type { Settings } from './settings';
import type { Transcriber } from './transcriber';

/** What the settings ask for: saved emissions decoded again, or the whole pipeline. */
export async function openTranscriber(settings: Settings): Promise<Transcriber> {
  const { replay, boost, model = `models/${shippedModel}` } = settings;
  const language = await openLanguage(settings.lm ?? 'on');
  if (replay !== undefined) return ReplayTranscriber.open(replay, searchSettings(settings), boost, language);
  return PipelineTranscriber.open(await openModel(model, settings['chunk-ms']), settings, language);
}
