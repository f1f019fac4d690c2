import { createStore } from 'idb-keyval';
import { ModelStore } from './model-store';

/** The files of the second pass, in a database of their own: tidying up after one model must not drop the other's. */
export function openSecondPassStore(): ModelStore {
  return new ModelStore(createStore('namesake-second-pass', 'files'));
}
