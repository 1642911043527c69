import { Aspects } from 'aws-cdk-lib';
import type { ScalingSpec } from '../../plan/index.ts';
import { type Kind, late, shape, wholeNumber } from '../../plan/props/index.ts';
import { addWarning } from '../errors/annotations.ts';
import type { ScalingContext, ScalingRenderer } from './renderer.ts';
import { maybeKnown } from '../tokens/numbers.ts';
import { isScaled, leastTasks } from './scaled.ts';

/** A number of tasks that stays. */
export interface FixedSettings {
  readonly kind: 'fixed';
  /** How many tasks run. @default - what `capacity` takes; 2 without it */
  readonly desiredCount?: number;
}

export const fixedProps: Kind<Omit<FixedSettings, 'kind'>> = shape<Omit<FixedSettings, 'kind'>>(
  { desiredCount: late(wholeNumber) },
  { takes: 'a number', wayOut: 'use Scaling.fixed(3)' },
);

export const FIXED: ScalingRenderer<FixedSettings> = {
  spec: ({ kind, desiredCount }): ScalingSpec => ({ kind, desiredCount: maybeKnown(desiredCount) }),

  // A count in the template would undo, with every deployment, what scaling has made of it.
  desiredCount: ({ desiredCount }, plan, service) =>
    desiredCount === undefined && isScaled(service) ? undefined : plan.service.desiredCount,

  render: ({ desiredCount }, context) => {
    const { scope, plan } = context;
    if (plan.service.desiredCount === 1) {
      addWarning(
        scope,
        'singleTask',
        'with desiredCount 1 nothing is served while a failed task is replaced; use 2 or more',
      );
    }
    // The service is scaled when its proxy is there.
    if (desiredCount === undefined) {
      Aspects.of(scope).add({ visit: (construct) => construct === scope && warnOfScaling(context) });
    }
  },
};

function warnOfScaling({ scope, plan, service }: ScalingContext): void {
  const { desiredCount } = plan.service;
  const least = leastTasks(service);
  if (least === undefined || least >= desiredCount) return;
  addWarning(
    scope,
    'scaledBelowPlan',
    `the service may be scaled down to ${least}, but ${desiredCount} tasks are planned; give autoScaleTaskCount() minCapacity: ${desiredCount}`,
  );
}
