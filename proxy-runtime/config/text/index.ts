/** A configuration as a text: JSON here, any other language where its library is. */
export { JSON_TEXT, type Language } from './language.ts';
export { duplicateKey, TextError, type ParsedText } from './parsed-text.ts';
export { readTextFile } from './read-text-file.ts';
