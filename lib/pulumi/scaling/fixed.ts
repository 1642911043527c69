import * as pulumi from '@pulumi/pulumi';
import type { MaybeKnown } from '../../plan/index.ts';
import { type Kind, late, shape, wholeNumber } from '../../plan/props/index.ts';
import type { ScalingRenderer } from './renderer.ts';

/** A number of tasks that stays. */
export interface FixedScalingArgs {
  /** How many tasks run: 0 to 5000. @default - what `capacity` takes; 2 without it */
  readonly desiredCount?: pulumi.Input<number | undefined>;
}

/** The arguments as they were read. */
export interface FixedSettings extends FixedScalingArgs {
  readonly kind: 'fixed';
}

export const fixedArgs: Kind<FixedScalingArgs> = shape<FixedScalingArgs>(
  { desiredCount: late(wholeNumber) },
  { takes: 'an object', wayOut: 'use Scaling.fixed(3)', noun: 'argument', instances: true },
);

export const FIXED: ScalingRenderer<FixedSettings> = {
  inputs: { desiredCount: late(wholeNumber) },

  spec: ({ kind }, { desiredCount }) => ({ kind, desiredCount: desiredCount as MaybeKnown | undefined }),

  render: (_, { place: { component }, plans: { later } }) => {
    later.service.desiredCount.apply((count) => {
      if (count !== 1) return;
      void pulumi.log.warn(
        'with desiredCount 1 nothing is served while a failed task is replaced; use 2 or more',
        component,
      );
    });
  },
};
