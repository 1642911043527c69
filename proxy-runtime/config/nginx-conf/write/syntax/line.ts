/** What nginx.conf is made of: directives, some with a block, and comments. */
export type Line = Directive | Comment | Blank;

export interface Directive {
  readonly kind: 'directive';
  readonly name: string;
  /** Unquoted, as nginx is to read them. */
  readonly args: readonly string[];
  readonly block?: readonly Line[];
  /** A comment after it on the same line. */
  readonly note?: string;
  /** Every argument from this one on has a line of its own. */
  readonly breakAt?: number;
}

export interface Comment {
  readonly kind: 'comment';
  readonly text: string;
}

export interface Blank {
  readonly kind: 'blank';
}

export function directive(name: string, ...args: readonly (string | number)[]): Directive {
  return { kind: 'directive', name, args: args.map(String) };
}

export function block(name: string, args: readonly string[], lines: readonly Line[]): Directive {
  return { kind: 'directive', name, args, block: lines };
}

export function comment(text: string): Comment {
  return { kind: 'comment', text };
}

/** Groups of lines with an empty line between them. */
export function groups(...all: readonly (readonly Line[])[]): Line[] {
  return all
    .filter((group) => group.length > 0)
    .flatMap((group, index): readonly Line[] => (index === 0 ? group : [{ kind: 'blank' }, ...group]));
}
