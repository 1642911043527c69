import { errorAt, type Directive } from '../syntax/directive.ts';
import type { AnyLevel, Level } from './level.ts';
import type { Entry } from './table.ts';

/** Reads what stands in a block. @throws ConfigError */
export function interpret<V extends object>(directives: readonly Directive[], level: Level<V>): void {
  for (const directive of directives) {
    const entry = level.table.find(directive.name, level.context);
    if (entry === undefined) throw errorAt(directive, level.reading.grammar.whyNot(directive, level.context));
    checkForm(directive, entry, level);
    level.seen.set(directive.name, directive);
    entry.read(directive, level);
  }
}

function checkForm<V extends object>(directive: Directive, entry: Entry<Level<V>>, level: Level<V>): void {
  const { name, args, block } = directive;
  if (entry.block !== (block !== undefined)) {
    throw errorAt(
      directive,
      entry.block ? `directive "${name}" has no opening "{"` : `directive "${name}" is not terminated by ";"`,
    );
  }
  const { min, max, flag } = entry.args;
  if (args.length < min || args.length > max) {
    throw errorAt(
      directive,
      `invalid number of arguments in "${name}" directive: it takes ${count(min, max)}, and has ${args.length}${missingSemicolon(directive, level)}`,
    );
  }
  if (flag && !/^(on|off)$/i.test(args[0] ?? '')) {
    throw errorAt(directive, `"${name}" must be "on" or "off", not ${JSON.stringify(args[0])}`);
  }
  const first = level.seen.get(name);
  if (first !== undefined && !entry.repeats) {
    const where = first.file === directive.file ? `on line ${first.line}` : `in ${first.file}:${first.line}`;
    throw errorAt(directive, `"${name}" directive is duplicate; it is already there ${where}`);
  }
}

function count(min: number, max: number): string {
  if (min === max) return min === 0 ? 'none' : String(min);
  return max === Number.POSITIVE_INFINITY ? `${min} or more` : `${min} to ${max}`;
}

/** A forgotten `;` makes the next line's directive an argument of this one. */
function missingSemicolon({ args, line, endLine }: Directive, { reading }: AnyLevel): string {
  const swallowed = endLine > line ? args.find((arg) => reading.grammar.isKnown(arg)) : undefined;
  return swallowed === undefined ? '' : `; is there no ";" before "${swallowed}"?`;
}
