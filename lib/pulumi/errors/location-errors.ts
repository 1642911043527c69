import { PlanError } from '../../plan/index.ts';

/** Runs `plan`; an error of the plan is thrown with the location in front. */
export function atLocation<T>(location: string, plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    throw error instanceof PlanError ? error.at(`backends['${location}']`) : error;
  }
}
