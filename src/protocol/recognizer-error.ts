import type { RecognizerErrorName } from './recognizer-api';

/**
 * An error that a caller acts on, in whichever realm it happened. Comlink carries `name` and `message` across and no
 * class: branch on `name`. The sentence for the user is made in the view.
 */
export class RecognizerError extends Error {
  override readonly name: RecognizerErrorName;

  constructor(name: RecognizerErrorName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}
