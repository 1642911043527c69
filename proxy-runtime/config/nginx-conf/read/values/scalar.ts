import { errorAt, type Directive } from '../syntax/directive.ts';
import type { Level } from '../grammar/level.ts';
import { valueOf } from './values.ts';

/** Reads a directive of any level. */
type ReadAny = <V extends object>(directive: Directive, level: Level<V>) => void;

/** The option that a directive is called here: `proxy_read_timeout` is proxyReadTimeout. */
export function optionOf(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A directive whose one argument is its option's value. */
export function scalar(read: (text: string) => unknown): ReadAny {
  return (directive, level) => {
    const [arg = ''] = directive.args;
    put(level, directive, valueOf(directive, arg, read));
  };
}

/**
 * A directive whose arguments are a list, and are added to if it is repeated.
 *
 * @param dropped - arguments that nginx knows, and what to notice about them instead
 */
export function words(read: (text: string) => unknown, dropped: Readonly<Record<string, string>> = {}): ReadAny {
  return (directive, level) => {
    const before = (level.values as Record<string, unknown>)[optionOf(directive.name)];
    const list = new Set<unknown>((before as readonly unknown[] | undefined) ?? []);
    for (const arg of directive.args) {
      const why = dropped[arg.toLowerCase()];
      if (why === undefined) list.add(valueOf(directive, arg, read));
      else level.notice(directive, `${arg} ${why}`);
    }
    put(level, directive, [...list]);
  };
}

/** A directive that names a file, relative to the main one. */
export const file: ReadAny = (directive, level) =>
  put(level, directive, fileName(directive.args[0] ?? '', directive, level));

/** A directive that names a file, and may be repeated. */
export const files: ReadAny = (directive, level) => {
  const name = fileName(directive.args[0] ?? '', directive, level);
  const before = (level.values as Record<string, unknown>)[optionOf(directive.name)];
  put(level, directive, before === undefined ? name : [before, name].flat());
};

function fileName<V extends object>(name: string, directive: Directive, level: Level<V>): string {
  if (name === '' || /^(data|engine|store):/.test(name) || name.includes('$')) {
    throw errorAt(
      directive,
      `"${directive.name}": ${JSON.stringify(name)} is not the name of a file, and only files are read here`,
    );
  }
  return level.reading.files.fromMainFile(name);
}

/** The option's name follows from the directive's, so that only a reader of the whole can check its type: parseProxyConfig does. */
function put<V extends object>(level: Level<V>, directive: Directive, value: unknown): void {
  const option = optionOf(directive.name) as keyof V & string;
  level.put(option, value as V[typeof option], directive);
}
