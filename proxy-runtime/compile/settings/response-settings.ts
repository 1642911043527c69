import { at } from '../../config/at.ts';
import { toBytes } from '../../config/values/bytes.ts';
import type { DefaultedDirectives } from '../../config/defaults.ts';
import { RESPONSE } from '../../config/directives/response.ts';
import type { ResponseDirectives } from '../../config/types.ts';
import { compileAddedLines, type AddedLine } from './header-lines.ts';
import type { Levels, PreparedDirectives } from './levels.ts';

/** What the client gets, as the engine uses it. */
export interface ResponseSettings extends PreparedDirectives<ResponseDirectives, typeof RESPONSE> {
  readonly addHeader: readonly AddedLine[];
  readonly defaultType: string;
}

export function responseSettings(levels: Levels<DefaultedDirectives>): ResponseSettings {
  return {
    ...levels.prepared<ResponseDirectives, typeof RESPONSE>(RESPONSE),
    addHeader: at(['addHeader'], () => compileAddedLines(levels.levels, levels.find)),
    defaultType: toBytes(levels.merged.defaultType),
  };
}
