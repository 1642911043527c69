import type { Request } from '../../request/request.ts';

/** A variable's value for a request; undefined is nginx's "not found": '' in a text, and `-` in a log. */
export type Variable = (request: Request) => string | undefined;

/** Variables by name. */
export type Variables = Readonly<Record<string, Variable>>;

/** Variables that begin with this and go on with the name of what they are: `http_`, and a header's name in lower case. */
export type PrefixVariables = Readonly<Record<string, (name: string) => Variable>>;

/** For values nginx has no empty text of. */
export function unlessEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
