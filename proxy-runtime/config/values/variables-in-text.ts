/** A variable in a text: `${name}`, a capture `$1` to `$9` (what follows the digit is text, as in nginx), or `$name`. */
const VARIABLE = /(\$\{\w+\}|\$[1-9]|\$[a-z_]\w*)/i;

/** Whether a text has variables, or a `$` that is none and must not pass for a character. */
export function hasVariables(text: string): boolean {
  return text.includes('$');
}

/** The variables of a text, as they are written, and what is between them, in their order. */
export function splitVariables(text: string): string[] {
  return text.split(VARIABLE).filter((part) => part !== '');
}

/** The names of a text's variables, in lower case; of captures, their digit. */
export function variablesIn(text: string): string[] {
  return Array.from(text.matchAll(new RegExp(VARIABLE, 'gi')), ([written]) =>
    written.replace(/[${}]/g, '').toLowerCase(),
  );
}
