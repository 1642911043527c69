import * as pulumi from '@pulumi/pulumi';
import { PlanError } from '../../plan/index.ts';

/**
 * An error of the plan that Pulumi shows at a resource, without a stack.
 *
 * It is known to Pulumi by the properties that its own errors have: a project may have several copies of its SDK.
 */
export function shownAt(error: PlanError, resource: pulumi.Resource): PlanError {
  const { message } = error;
  Object.assign(error, new pulumi.ResourceError(message, resource, true));
  // Pulumi puts the name of every argument in front that the error keeps from being known; the line has to stay one.
  return Object.defineProperty(error, 'message', { get: () => message, set: () => undefined });
}

/** A component, and what its errors begin with. */
export interface ComponentContext {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
}

/** Runs `plan`; an error of the plan is thrown with the component's name in front. */
export function atComponent<T>({ component, name }: ComponentContext, plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    throw error instanceof PlanError ? shownAt(error.at(name), component) : error;
  }
}

/** {@link atComponent} for what only the deployment knows: a preview fails with the same line, unless it doesn't know it yet either. */
export function laterAtComponent<T, U>(
  place: ComponentContext,
  input: pulumi.Output<T>,
  plan: (value: T) => U,
): pulumi.Output<U> {
  return input.apply((value) => atComponent(place, () => plan(value)));
}
