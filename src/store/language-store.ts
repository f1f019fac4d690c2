import { createStore } from 'idb-keyval';
import { ModelStore } from './model-store';

/** The language model's file, in a database of its own: tidying up after another model must not drop it. */
export function openLanguageStore(): ModelStore {
  return new ModelStore(createStore('namesake-language', 'files'));
}
