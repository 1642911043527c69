import * as pulumi from '@pulumi/pulumi';
import { PlanError as Refusal } from '../plan/plan-error.ts';

/**
 * A proxy that is refused before it is deployed: one line that begins with the component's name and says what is wrong, what the limit is
 * and whose, and the way out. Pulumi shows it at the component, without a stack.
 */
export class PlanError extends pulumi.ResourceError {
  static {
    // On the prototype, so that it is in the stack trace as well.
    this.prototype.name = 'PlanError';
  }

  constructor(message: string, resource: pulumi.Resource) {
    super(message, resource, true);
    // Pulumi puts the name of every argument in front that the error keeps from being known; the line has to stay one.
    Object.defineProperty(this, 'message', { get: () => message, set: () => undefined });
  }
}

/** A component, and what its errors begin with. */
export interface Place {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
}

/** Runs `plan`; an error of the plan is thrown with the component's name in front. */
export function atComponent<T>({ component, name }: Place, plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    throw error instanceof Refusal ? new PlanError(error.at(name).message, component) : error;
  }
}

/** {@link atComponent} for what only the deployment knows: a preview fails with the same line, unless it doesn't know it yet either. */
export function laterAtComponent<T, U>(place: Place, input: pulumi.Output<T>, plan: (value: T) => U): pulumi.Output<U> {
  return input.apply((value) => atComponent(place, () => plan(value)));
}
