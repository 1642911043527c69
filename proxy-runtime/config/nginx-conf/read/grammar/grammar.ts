import { nearest } from '../../../nearest.ts';
import { ELSEWHERE } from '../../directives/elsewhere.ts';
import type { Directive } from '../syntax/directive.ts';
import type { Context, Table } from './table.ts';

/** All that may be written, to tell what is misplaced from what is unknown. */
export class Grammar {
  readonly #tables: readonly Pick<Table<never>, 'contextsOf' | 'names'>[];

  constructor(tables: readonly Pick<Table<never>, 'contextsOf' | 'names'>[]) {
    this.#tables = tables;
  }

  isKnown(name: string): boolean {
    return this.contextsOf(name).length > 0;
  }

  contextsOf(name: string): Context[] {
    return [...new Set(this.#tables.flatMap((table) => table.contextsOf(name)))];
  }

  /** Why a directive can't be read in a block. */
  whyNot({ name }: Directive, context: Context): string {
    const contexts = this.contextsOf(name);
    if (contexts.length > 0) {
      const place = context === 'main' ? 'outside of all blocks' : `in "${context}"`;
      return `"${name}" directive is not allowed here, ${place}; it belongs in ${listOf(contexts)}`;
    }
    const elsewhere = ELSEWHERE.find(({ names }) => names.test(name));
    if (elsewhere !== undefined) return `"${name}" is not here: ${elsewhere.why}`;
    const meant = nearest(
      name,
      this.#tables.flatMap((table) => table.names),
    );
    return `unknown directive "${name}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
  }
}

function listOf(contexts: readonly Context[]): string {
  const names = contexts.map((context) => (context === 'main' ? 'the main level' : context));
  return names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}
