import { ConfigError } from '../config-error.ts';
import { parseProxyConfig } from '../../compile/parse.ts';
import type { ProxyConfig } from '../types.ts';
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
 * Reads a configuration from its text, and checks it.
 *
 * @param name - where the text is from: a file, or the option of a command line
 * @throws {@link ConfigError} that begins with name, line and column: `proxy.json:4:9: servers[0].listn: unknown option; …`
 */
export function readConfig(name: string, text: string, language: Language): ProxyConfig {
  const { value, offsetOf } = parse(name, text, language);
  try {
    return parseProxyConfig(value);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // In a text of one line, as a command line has it, the path says it better
    const at = text.trim().includes('\n') ? `:${place(text, offsetOf(error.path))}` : '';
    throw new ConfigError(`${name}${at}: ${error.message}`);
  }
}

function parse(name: string, text: string, language: Language): ParsedText {
  try {
    return language.parse(text);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const { message, offset, path } = error;
    const said = path.length === 0 ? `is not ${language.name}: ${message}` : new ConfigError(message, path).message;
    throw new ConfigError(`${name}:${place(text, offset)}: ${said}`);
  }
}
