/** Folder under models/ with the acoustic model that the page and the command line use unless told otherwise. */
export const shippedModel = 'streaming-en';
