import type { ResponseDirectives } from '../../../types.ts';
import { inherited } from '../scope.ts';
import { directive } from '../syntax/line.ts';
import { one, type Writers } from './writers.ts';

export const RESPONSE: Writers<ResponseDirectives> = {
  addHeader: (lines, scope, name) => {
    if (lines.length === 0 && (inherited(scope, 'addHeader')?.length ?? 0) > 0) {
      // An empty value adds nothing, but any line makes nginx forget the outer level's.
      return [directive(name, 'X-None', '')];
    }
    return lines.map((line) => directive(name, line.name, line.value, ...(line.always === true ? ['always'] : [])));
  },
  addHeaderInherit: (value, { writing }, name) => [writing.since('1.29.3', directive(name, value))],
  defaultType: one,
  serverTokens: one,
  absoluteRedirect: one,
  portInRedirect: one,
  serverNameInRedirect: one,
};
