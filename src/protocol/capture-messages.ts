/** Page → capture processor, on the node's own port. */
export type CaptureMessage =
  /** Where the audio goes from now on; the port is transferred. */
  | { readonly type: 'connect'; readonly port: MessagePort }
  /** Send the block that is not full yet and `finish`, then stop. */
  | { readonly type: 'finish' };

/** Capture processor → page: `finish` is done. */
export interface CaptureReply {
  readonly type: 'finished';
}
