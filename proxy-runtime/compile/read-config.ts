import { ConfigError } from '../config/config-error.ts';
import { parseText, type Language } from '../config/text/language.ts';
import { place } from '../config/text/parsed-text.ts';
import type { ProxyConfig } from '../config/types.ts';
import { parseProxyConfig } from './parse.ts';

/**
 * Reads a configuration from its text, and checks it.
 *
 * @param name - where the text is from: a file, or the option of a command line
 * @throws {@link ConfigError} that begins with name, line and column: `proxy.json:4:9: servers[0].listn: unknown option; …`
 */
export function readConfig(name: string, text: string, language: Language): ProxyConfig {
  const { value, offsetOf } = parseText(name, text, language);
  try {
    return parseProxyConfig(value);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // In a text of one line, as a command line has it, the path says it better
    const at = text.trim().includes('\n') ? `:${place(text, offsetOf(error.path))}` : '';
    throw new ConfigError(`${name}${at}: ${error.message}`);
  }
}
