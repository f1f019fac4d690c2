import { shippedModel } from '../core/shipped-model';
import { choiceFlag, type FlagValues, numberFlag, readFlags, textFlag, wholeNumberFlag } from './flags';
import { TECHNIQUES } from './techniques';
import { UsageError } from './usage-error';

/** All flags of `npm run evaluate`. */
export const FLAGS = {
  manifest: textFlag('FILE.jsonl', 'the utterances: JSON lines with audio_filepath, duration, text, speaker, names[]'),
  model: textFlag('DIR', `folder of the model (default models/${shippedModel})`),
  every: wholeNumberFlag('take every Nth utterance, from the first on', 1, 1),
  limit: wholeNumberFlag('take at most N utterances, counted after --every', 1, undefined),
  names: textFlag('none|manifest|FILE.txt', "active names: none, each utterance's own, or a file with one name a line"),
  distractors: textFlag('FILE.txt', 'names to draw from, one a line, that join the active ones'),
  count: wholeNumberFlag('how many distractors to draw for each utterance', 0, 100),
  seed: wholeNumberFlag('seed of the draw', 0, 1),
  lists: textFlag('FILE.jsonl', 'JSON lines {id, list}: names that join the active ones of utterance id'),
  'chunk-ms': wholeNumberFlag("audio per model step, one of the model's sizes", 1, undefined),
  endpoint: choiceFlag('cut at silences; off: a clip is one utterance', ['on', 'off'], undefined),
  join: choiceFlag('recognize clips as one stream: of each speaker, or all', ['speaker', 'all'], undefined),
  minutes: wholeNumberFlag('repeat joined clips for N minutes, ending with those of the first five', 10, undefined),
  beam: wholeNumberFlag('hypotheses that the search keeps', 1, undefined),
  techniques: textFlag(
    'none|all|LIST',
    `how names come in: some of ${TECHNIQUES.join()} (default all, as in the page; the last two need a --final that is not off)`,
  ),
  parts: choiceFlag('names of several words also match by their safe parts, as in the page', ['on', 'off'], 'off'),
  boost: numberFlag('boost of every name, in nats', 0, 10),
  final: choiceFlag(
    'the second pass: merged, not at all, merged and each pass alone as well, by itself, or switched off in the page: names are looked up by their sound (default on)',
    ['on', 'off', 'both', 'alone', 'unread'],
    undefined,
  ),
  lm: textFlag('on|off|FILE', 'the language model: the one in models/ (default), none, or another file'),
  'lm-weight': numberFlag('what the language model counts beside the sound', 0, 10),
  'word-bonus': numberFlag('added for every word with a language model, in nats', 0, 10),
  emissions: textFlag('DIR', "write each utterance's log-probabilities there"),
  replay: textFlag('DIR', 'decode the log-probabilities found there; no audio is read and no model runs'),
  report: textFlag('OUT.json', 'write the scores there'),
} as const;

export type Settings = FlagValues<typeof FLAGS> & {
  readonly manifest: string;
  readonly names: string;
  readonly endpoint: 'on' | 'off';
  readonly final: 'on' | 'off' | 'both' | 'alone' | 'unread';
};

/** Reads the command line, fills what follows from other flags, and refuses flags that contradict each other. */
export function readSettings(args: readonly string[]): Settings {
  const given = readFlags(args, FLAGS);
  if (given.manifest === undefined) throw new UsageError('Expected --manifest FILE.jsonl');
  if (given.join !== undefined && given.endpoint === 'off') {
    throw new UsageError('Expected --endpoint on with --join: a stream without end points is one endless utterance');
  }
  if (given.minutes !== undefined && given.join === undefined) throw new UsageError('Expected --join with --minutes');
  const settings = {
    ...given,
    manifest: given.manifest,
    names: given.names ?? 'none',
    model: given.model ?? (given.replay === undefined ? `models/${shippedModel}` : undefined),
    endpoint: given.endpoint ?? (given.join === undefined ? 'off' : 'on'),
    final: given.final ?? 'on',
  };
  if (settings.replay !== undefined) {
    for (const flag of ['model', 'chunk-ms', 'join', 'emissions'] as const) {
      if (given[flag] !== undefined) throw new UsageError(`Expected no --${flag} with --replay, which runs no model`);
    }
    if (settings.final === 'alone')
      throw new UsageError('Expected no --final alone with --replay: it is the first pass');
    if (settings.endpoint === 'on') throw new UsageError('Expected no --endpoint on with --replay, which has no audio');
  }
  return settings;
}
