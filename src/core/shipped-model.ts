/** Folder under models/ with the acoustic model that the page and the command line use unless told otherwise. */
export const shippedModel = 'streaming-en';

/** The same for the language model. */
export const shippedLanguage = 'language-en';
