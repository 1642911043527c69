import type { MAIN } from '../../directives/main.ts';
import type { MainDirectives } from '../../types.ts';
import type { MainLevel } from '../read/grammar/values-of-levels.ts';
import { scalar } from '../read/values/scalar.ts';
import { positive } from '../read/values/values.ts';
import type { Forms } from './form.ts';

/** The main level, and the events block within it. */
export const MAIN_FORMS: Forms<MainDirectives, typeof MAIN, MainLevel> = {
  workerConnections: { in: 'events', read: { args: '1', read: scalar(positive) } },
};
