import { AudioFile, openAudioFile } from '../../src/page/audio-file';
import { openMicrophone } from '../../src/page/microphone';
import { createRecognizer } from '../../src/page/recognizer-client';

/** A second of it is about two chunks. The same noise each time. */
function noise(seconds: number): AudioFile {
  const audio = new AudioBuffer({ length: seconds * 16_000, sampleRate: 16_000 });
  const samples = audio.getChannelData(0);
  let state = 1;
  for (let i = 0; i < samples.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    samples[i] = 0.1 * (state / 2 ** 31);
  }
  return new AudioFile(audio, 'noise');
}

/** The recognizer's client without a page around it, for the specs to call. */
const bare = { createRecognizer, noise, openAudioFile, openMicrophone };

export type Bare = typeof bare;

Object.assign(window, { bare });
