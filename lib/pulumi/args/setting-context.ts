import type { SettingContext } from '../../plan/props/index.ts';
import { isPlain } from './plain.ts';
import { hasOutputAsText, OUTPUT_AS_TEXT } from './template-literals.ts';

/** Where a value stands that a component is given. */
export function placeOf(setting: string): SettingContext {
  return { setting, context: undefined, isLate, late: 'an output', textProblem };
}

function textProblem(text: string): string | undefined {
  return hasOutputAsText(text) ? OUTPUT_AS_TEXT : undefined;
}

function isLate(value: unknown): boolean {
  return !isPlain<unknown>(value);
}
