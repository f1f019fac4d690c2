import { openMicrophone, type Microphone } from './microphone';
import { notify, type Page } from './page-state';

/** Id of the notices about the microphone: a newer one replaces the one before. */
export const microphoneNotice = 'microphone';

/**
 * Opens the microphone of the settings, or where that is gone another one, which a notice says. Rejects with a
 * RecognizerError. Browsers ask for the microphone only while they remember the press: it comes first.
 */
export async function openChosenMicrophone(page: Page): Promise<Microphone> {
  const { deviceId, echoCancellation, noiseSuppression, autoGainControl } = page.state.settings;
  const processing = { echoCancellation, noiseSuppression, autoGainControl };
  if (deviceId === '') return openMicrophone(processing);
  try {
    return await openMicrophone({ ...processing, deviceId });
  } catch (error) {
    if ((error as Error).name !== 'MicrophoneMissingError') throw error;
  }
  const microphone = await openMicrophone(processing);
  notify(page, {
    id: microphoneNotice,
    tone: 'info',
    text: 'The microphone that you chose is not there.',
    hint: `Listening through ${microphone.label || 'another one'} instead.`,
  });
  return microphone;
}
