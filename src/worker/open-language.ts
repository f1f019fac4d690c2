import { readLanguageFile } from '../core/language-model/language-file';
import type { LanguageModel } from '../core/language-model/language-model';
import { RecognizerError } from '../protocol/recognizer-error';
import { openLanguageStore } from '../store/language-store';
import { type Fetch, FileLoader, request, unavailable } from './file-loader';
import type { ModelFile } from './model-manifest';

const fileName = 'language.bin';

/** Fetches, checks and opens the language model that `manifestUrl` lists. Rejects with a RecognizerError. */
export async function openLanguage(manifestUrl: string, fetch: Fetch): Promise<LanguageModel> {
  // Asked for anew each time: it says which version of the file is the current one.
  const response = await request(manifestUrl, fetch, { cache: 'no-cache' });
  const text = await response.text().catch((error: unknown) => Promise.reject(unavailable(manifestUrl, error)));
  const loader = new FileLoader(filesOf(text, manifestUrl), manifestUrl, openLanguageStore(), fetch, () => {});
  const bytes = await loader.load(fileName);
  await loader.tidy();
  try {
    return readLanguageFile(bytes);
  } catch (error) {
    throw new RecognizerError('ModelVersionError', String(error), { cause: error });
  }
}

function filesOf(text: string, url: string): readonly ModelFile[] {
  try {
    const { files } = JSON.parse(text) as { files?: readonly ModelFile[] };
    if (files !== undefined) return files;
  } catch (error) {
    throw new RecognizerError('ModelCorruptError', `Expected a manifest in JSON: ${String(error)}`, { cause: error });
  }
  throw new RecognizerError('ModelCorruptError', `Expected "files" in ${url}`);
}
