import { extname } from 'node:path';
import { ConfigError, type ProxyConfig } from '../../proxy-runtime/config/index.ts';
import { readConfig } from '../../proxy-runtime/compile/index.ts';
import { JSON_TEXT, type Language, readTextFile } from '../../proxy-runtime/config/text/index.ts';
import { YAML_TEXT } from './yaml-text.ts';

/** What a configuration may be written in. */
export type ConfigLanguage = 'JSON' | 'YAML' | 'nginx.conf';

/** The name that stands for standard input. */
export const STANDARD_INPUT = '-';

const LANGUAGES: Readonly<Record<string, ConfigLanguage>> = {
  '.json': 'JSON',
  '.jsonc': 'JSON',
  '.yaml': 'YAML',
  '.yml': 'YAML',
  '.conf': 'nginx.conf',
};

const READERS: Readonly<Record<'JSON' | 'YAML', Language>> = { JSON: JSON_TEXT, YAML: YAML_TEXT };

/**
 * Finds out what a file's configuration is written in: its name says it, else its text does.
 *
 * @throws ConfigError for a file that can't be read
 */
export function configLanguage(file: string): ConfigLanguage {
  return languageOfName(file) ?? languageOfText(readTextFile(file));
}

/**
 * Reads a configuration in JSON, in which there may be comments and commas at the end of a list, or in YAML.
 *
 * @param file - `-` is standard input
 * @throws ConfigError for a file that can't be read, an nginx.conf, and a configuration that is refused: with its line and column
 */
export function readConfigFile(file: string): ProxyConfig {
  const standardInput = file === STANDARD_INPUT;
  const name = standardInput ? 'standard input' : file;
  const text = readTextFile(name, standardInput ? 0 : file);
  const language = languageOfName(file) ?? languageOfText(text);
  if (language === 'nginx.conf')
    throw new ConfigError(`${name}: is an nginx.conf; use --nginx-conf ${standardInput ? 'FILE' : file}`);
  return readConfig(name, text, READERS[language]);
}

function languageOfName(file: string): ConfigLanguage | undefined {
  return LANGUAGES[extname(file).toLowerCase()];
}

/** Only JSON begins with a bracket, and only an nginx.conf has lines that end with a semicolon or begin a block. */
function languageOfText(text: string): ConfigLanguage {
  if (/^\s*(?:\/[/*]|[{[])/.test(text)) return 'JSON';
  return /^[^#'"\n]*[;{]\s*(?:#.*)?$/m.test(text) ? 'nginx.conf' : 'YAML';
}
