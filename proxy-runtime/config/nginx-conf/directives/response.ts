import type { RESPONSE } from '../../directives/response.ts';
import type { ResponseDirectives } from '../../types.ts';
import type { HttpLevel } from '../read/grammar/values-of-levels.ts';
import { errorAt } from '../read/syntax/directive.ts';
import { scalar } from '../read/values/scalar.ts';
import { oneOf } from '../read/values/values.ts';
import { inherited } from '../write/scope.ts';
import { directive } from '../write/syntax/line.ts';
import type { Forms } from './form.ts';

/** What the client gets, besides what the backend says. */
export const RESPONSE_FORMS: Forms<ResponseDirectives, typeof RESPONSE, HttpLevel> = {
  addHeader: {
    read: {
      args: '2-3',
      repeats: true,
      read: (directive, level) => {
        const [name = '', value = '', always] = directive.args;
        if (always !== undefined && always !== 'always') {
          throw errorAt(directive, `invalid parameter ${JSON.stringify(always)} of "add_header"; it may be always`);
        }
        level.append('addHeader', { name, value, ...(always === undefined ? {} : { always: true }) }, directive);
      },
    },
    write: (lines, scope, name) => {
      if (lines.length === 0 && (inherited(scope, 'addHeader')?.length ?? 0) > 0) {
        // An empty value adds nothing, but any line makes nginx forget the outer level's.
        return [directive(name, 'X-None', '')];
      }
      return lines.map((line) => directive(name, line.name, line.value, ...(line.always === true ? ['always'] : [])));
    },
  },
  serverTokens: { read: { args: '1', read: scalar(tokens) } },
};

/** There is no build to name, as in an nginx that was built without a name. */
function tokens(text: string): string {
  const value = oneOf(['on', 'off', 'build'])(text);
  return value === 'build' ? 'on' : value;
}
