import { isPlainObject } from '../../plan/props/index.ts';

/** What Pulumi gives instead of an output's value where a text is made of the output itself. */
const INSTEAD = 'on an [Output<T>] is not supported';

/** Whether a text, or one in a value, was made of an output by a template literal, and so is no value of it. */
export function hasOutputAsText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(INSTEAD);
  if (Array.isArray(value)) return value.some(hasOutputAsText);
  return isPlainObject(value) && Object.entries(value).some((entry) => entry.some(hasOutputAsText));
}

/** What is said of such a text, after what it is. */
export const OUTPUT_AS_TEXT =
  'has an output in a template literal, where only its value would be text; write it by pulumi.interpolate`…`';
