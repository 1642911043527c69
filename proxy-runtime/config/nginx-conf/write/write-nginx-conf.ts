import type { ProxyConfig } from '../../types.ts';
import { writeHttp } from './blocks/http.ts';
import { writeMain } from './blocks/main.ts';
import type { WrittenConf, WriteOptions } from './options.ts';
import { format } from './syntax/format.ts';
import { groups, type Line } from './syntax/line.ts';
import { word } from './syntax/word.ts';
import { Writing } from './writing.ts';

export type { WrittenConf, WriteOptions } from './options.ts';

/**
 * Writes a configuration as an nginx.conf that does the same.
 *
 * Where versions of nginx differ, it says what this proxy does: the file means the same to every nginx from 1.22 on, as far as that knows
 * the directives. What nginx has no word for is a comment in the text, and a notice.
 *
 * @param config - as `parseProxyConfig` accepts it
 */
export function writeNginxConf(config: ProxyConfig, options: WriteOptions = {}): WrittenConf {
  const writing = new Writing(config, options);
  const lines = groups(writeMain(writing), [writeHttp(writing)]);
  noticeLongWords(lines, writing);
  return { text: format(lines), notices: writing.notices };
}

/** nginx reads a word into a buffer of 4 KiB. */
const LONGEST_WORD = 4090;

function noticeLongWords(lines: readonly Line[], writing: Writing): void {
  for (const line of lines) {
    if (line.kind !== 'directive') continue;
    if (line.args.some((arg) => Buffer.byteLength(word(arg)) > LONGEST_WORD)) {
      writing.notice(
        `${line.name}: nginx refuses values of more than 4 KiB, and this is one: ${line.args.join(' ').slice(0, 40)}…`,
      );
    }
    if (line.block !== undefined) noticeLongWords(line.block, writing);
  }
}
