import { directives } from '../grammar/table.ts';
import { errorAt, type Directive } from '../syntax/directive.ts';
import { valueOf, variableName } from '../values/values.ts';
import { isNameOrMask } from './server-name.ts';
import type { HttpLevel } from '../grammar/values-of-levels.ts';

/** `map SOURCE $variable { … }`. */
export const MAP = directives<HttpLevel>('repeated http', '2 {', 'map', (directive, level) => {
  const [source = '', target = ''] = directive.args;
  const name = valueOf(directive, target, variableName);
  const values = new Map<string, string>();
  let fallback: string | undefined;
  const flags = new Set<string>();
  for (const line of directive.block ?? []) {
    const { name: key, args } = line;
    const [value] = args;
    if (line.block !== undefined) throw errorAt(line, 'unexpected "{"');
    if (value === undefined && (key === 'hostnames' || key === 'volatile')) flags.add(key);
    else if (value === undefined || args.length > 1) {
      throw errorAt(line, `invalid number of the map parameters: ${JSON.stringify(key)} needs one value`);
    } else if (key === 'default') {
      if (fallback !== undefined) throw errorAt(line, 'duplicate default map parameter');
      fallback = value;
    } else addValue(values, line, value, flags.has('hostnames'));
    level.reading.places.note(['maps', name, key === 'default' ? 'default' : 'values', keyOf(line)], line);
  }
  const map = {
    source,
    ...(fallback === undefined ? {} : { default: fallback }),
    values: Object.fromEntries(values),
    ...(flags.has('hostnames') ? { hostnames: true } : {}),
    ...(flags.has('volatile') ? { volatile: true } : {}),
  };
  const before = Object.keys(level.values.maps ?? {}).find((other) => other.toLowerCase() === name.toLowerCase());
  if (before !== undefined) {
    level.notice(directive, `${name} takes the place of an earlier map of this name, as in nginx`);
    level.removeEntry('maps', before);
  }
  level.putEntry('maps', name, map, directive);
});

function addValue(values: Map<string, string>, line: Directive, value: string, hostnames: boolean): void {
  const key = keyOf(line);
  if (hostnames && !key.startsWith('~') && !isNameOrMask(key)) {
    throw errorAt(
      line,
      `invalid hostname or wildcard ${JSON.stringify(key)}; a * is the whole first or last part of a name`,
    );
  }
  // Regular expressions may repeat: the first that matches decides.
  if (!key.startsWith('~') && [...values.keys()].some((other) => other.toLowerCase() === key.toLowerCase())) {
    throw errorAt(line, `conflicting parameter ${JSON.stringify(line.name)}: the map has it already`);
  }
  if (!values.has(key)) values.set(key, value);
}

/** A backslash takes the key literally; only before a ~ it means something in our configuration, too. */
function keyOf({ name }: Directive): string {
  return name.replace(/^\\(?!~)/, '');
}
