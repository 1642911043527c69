import { ConfigError } from '../config-error.ts';
import { parseJsonText } from './json-text.ts';
import { place, TextError, type ParsedText } from './parsed-text.ts';

/** What a configuration's text may be in. */
export interface Language {
  readonly name: string;
  /** @throws {@link TextError} */
  readonly parse: (text: string) => ParsedText;
}

export const JSON_TEXT: Language = { name: 'JSON', parse: parseJsonText };

/**
 * Reads a configuration's text; what it says is not checked.
 *
 * @param name - where the text is from: a file, or the option of a command line
 * @throws {@link ConfigError} that begins with name, line and column for a text that is not in its language
 */
export function parseText(name: string, text: string, language: Language): ParsedText {
  try {
    return language.parse(text);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const { message, offset, path } = error;
    const said = path.length === 0 ? `is not ${language.name}: ${message}` : new ConfigError(message, path).message;
    throw new ConfigError(`${name}:${place(text, offset)}: ${said}`);
  }
}
