import { directives } from '../grammar/table.ts';
import { errorAt } from '../syntax/directive.ts';
import { scalar } from '../values/scalar.ts';
import { flag, oneOf, text } from '../values/values.ts';
import type { HttpLevel } from './values-of-levels.ts';

const HSL = 'http server location';

/** What the client gets, besides what the backend says. */
export const HEADERS = [
  ...directives<HttpLevel>(`repeated ${HSL}`, '2-3', 'add_header', (directive, level) => {
    const [name = '', value = '', always] = directive.args;
    if (always !== undefined && always !== 'always') {
      throw errorAt(directive, `invalid parameter ${JSON.stringify(always)} of "add_header"; it may be always`);
    }
    level.append('addHeader', { name, value, ...(always === undefined ? {} : { always: true }) }, directive);
  }),
  ...directives<HttpLevel>(HSL, '1', 'add_header_inherit', scalar(oneOf(['on', 'off', 'merge']))),
  ...directives<HttpLevel>(HSL, '1', 'default_type', scalar(text)),
  ...directives<HttpLevel>(HSL, '1', 'server_tokens', scalar(tokens)),
  ...directives<HttpLevel>(HSL, 'flag', 'absolute_redirect port_in_redirect server_name_in_redirect', scalar(flag)),
];

/** There is no build to name, as in an nginx that was built without a name. */
function tokens(text: string): string {
  const value = oneOf(['on', 'off', 'build'])(text);
  return value === 'build' ? 'on' : value;
}
