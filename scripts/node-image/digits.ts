/**
 * What a packed text is written in: printable ASCII without what JSON, HTML-safe JSON, templates (`${…}` of CDK, CloudFormation and
 * Terraform, `{{resolve:…}}`), printf or a JavaScript string in quotes would escape or read as their own.
 */
export const DIGITS = '!#()*+,-./0123456789:;?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz|~';

export const BASE = DIGITS.length;

/** Digits of an interval's ends; one more, and a double would not hold their products with a probability. */
export const PLACES = 7;

/** What the first of them counts. */
export const FIRST = BASE ** (PLACES - 1);
