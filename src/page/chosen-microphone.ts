import { openMicrophone, type Microphone } from './microphone';
import { notify, type Page } from './page-state';

/**
 * Opens the microphone of the settings, or where that is gone another one, which a notice says (`noticeId`). Rejects with a
 * RecognizerError. Browsers ask for the microphone only while they remember the press: it comes first.
 */
export async function openChosenMicrophone(page: Page, noticeId: string): Promise<Microphone> {
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
    id: noticeId,
    tone: 'info',
    text: 'The microphone that you chose is not there.',
    hint: `Listening through ${microphone.label || 'another one'} instead.`,
  });
  return microphone;
}
