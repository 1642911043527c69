import { copyText } from './copy-text.ts';

/** A header's name as it was written, with what is asked of it for each request. */
export interface HeaderName {
  readonly text: string;
  /** In lower case, for look-ups. */
  readonly key: string;
  /** As variables have it: in lower case, with `_` for `-`; a `_` stays one. */
  readonly variable: string;
  /** Without what refuses a whole head: control characters and spaces. */
  readonly possible: boolean;
  /** Of letters, digits and hyphens. */
  readonly plain: boolean;
  /** Of these and underscores. */
  readonly plainOrUnderscores: boolean;
}

const BAD = /[\0-\x20\x7f]/;
const PLAIN = /^[A-Za-z0-9-]+$/;
const PLAIN_OR_UNDERSCORES = /^[A-Za-z0-9_-]+$/;

/** The world's clients use a few dozen; somebody who makes names up must not fill the memory. */
const MAX_KNOWN = 1000;
const MAX_KNOWN_LENGTH = 64;

const known = new Map<string, HeaderName>();

/** Classifies a header's name; those that came before are kept, which most did. */
export function headerName(text: string): HeaderName {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (text.length > MAX_KNOWN_LENGTH) return classify(text);
  if (known.size >= MAX_KNOWN) known.clear();
  const name = classify(copyText(text));
  known.set(name.text, name);
  return name;
}

function classify(text: string): HeaderName {
  const key = text.toLowerCase();
  return {
    text,
    key,
    variable: key.replaceAll('-', '_'),
    possible: text !== '' && !BAD.test(text),
    plain: PLAIN.test(text),
    plainOrUnderscores: PLAIN_OR_UNDERSCORES.test(text),
  };
}
