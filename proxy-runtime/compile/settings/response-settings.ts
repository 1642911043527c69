import { at } from '../../config/at.ts';
import { toBytes } from '../../config/values/bytes.ts';
import type { DefaultedDirectives } from '../../config/defaults.ts';
import { compileAddedLines, type AddedLine } from './header-lines.ts';
import type { Levels } from './levels.ts';

/** What the client gets, as the engine uses it. */
export interface ResponseSettings {
  readonly addHeader: readonly AddedLine[];
  readonly defaultType: string;
  readonly serverTokens: boolean;
  readonly absoluteRedirect: boolean;
  readonly portInRedirect: boolean;
  readonly serverNameInRedirect: boolean;
}

export function responseSettings(levels: Levels<DefaultedDirectives>): ResponseSettings {
  return {
    addHeader: at(['addHeader'], () => compileAddedLines(levels.levels, levels.find)),
    defaultType: toBytes(levels.merged.defaultType),
    serverTokens: levels.on('serverTokens'),
    absoluteRedirect: levels.on('absoluteRedirect'),
    portInRedirect: levels.on('portInRedirect'),
    serverNameInRedirect: levels.on('serverNameInRedirect'),
  };
}
