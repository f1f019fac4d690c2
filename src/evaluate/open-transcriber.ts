import { shippedModel } from '../core/shipped-model';
import { openModel } from './open-model';
import { PipelineTranscriber } from './pipeline-transcriber';
import { ReplayTranscriber } from './replay-transcriber';
import type { Settings } from './settings';
import type { Transcriber } from './transcriber';

/** What the settings ask for: saved emissions decoded again, or the whole pipeline. */
export async function openTranscriber(settings: Settings): Promise<Transcriber> {
  const { replay, model = `models/${shippedModel}` } = settings;
  if (replay !== undefined) return ReplayTranscriber.open(replay, settings);
  return PipelineTranscriber.open(await openModel(model, settings['chunk-ms']), settings);
}
