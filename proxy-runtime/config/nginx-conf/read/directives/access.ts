import { directives } from '../grammar/table.ts';
import { errorAt } from '../syntax/directive.ts';
import { scalar } from '../values/scalar.ts';
import { oneOf, text, valueOf, variableName } from '../values/values.ts';
import type { HttpLevel } from './values-of-levels.ts';

const HSL = 'http server location';

/** nginx's modules access and auth_request. */
export const ACCESS = [
  ...directives<HttpLevel>(`repeated ${HSL}`, '1', 'allow', (directive, level) =>
    level.append('access', { allow: directive.args[0] ?? '' }, directive),
  ),
  ...directives<HttpLevel>(`repeated ${HSL}`, '1', 'deny', (directive, level) =>
    level.append('access', { deny: directive.args[0] ?? '' }, directive),
  ),
  ...directives<HttpLevel>(HSL, '1', 'satisfy', scalar(oneOf(['all', 'any']))),
  ...directives<HttpLevel>(HSL, '1', 'auth_request', scalar(text)),
  ...directives<HttpLevel>(`repeated ${HSL}`, '2', 'auth_request_set', (directive, level) => {
    const [target = '', value = ''] = directive.args;
    const name = valueOf(directive, target, variableName);
    // nginx evaluates both, and the later one could use what the earlier one set.
    const names = Object.keys(level.values.authRequestSet ?? {}).map((each) => each.toLowerCase());
    if (names.includes(name.toLowerCase())) {
      throw errorAt(directive, `"auth_request_set" has set ${name} already; leave one out`);
    }
    level.putEntry('authRequestSet', name, value, directive);
  }),
];
