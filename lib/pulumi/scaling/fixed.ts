import * as pulumi from '@pulumi/pulumi';
import { type Kind, late, shape, wholeNumber } from '../../plan/props/index.ts';
import type { ScalingRenderer } from './renderer.ts';

/** A number of tasks that stays. */
export interface FixedSettings {
  readonly kind: 'fixed';
  /** How many tasks run. @default - what `capacity` takes; 2 without it */
  readonly desiredCount?: pulumi.Input<number | undefined>;
}

export const fixedArgs: Kind<Omit<FixedSettings, 'kind'>> = shape<Omit<FixedSettings, 'kind'>>(
  { desiredCount: late(wholeNumber) },
  { takes: 'an object', wayOut: 'use Scaling.fixed(3)', noun: 'argument', instances: true },
);

export const FIXED: ScalingRenderer<FixedSettings> = {
  inputs: { desiredCount: late(wholeNumber) },

  spec: ({ kind }, { desiredCount }) => ({ kind, desiredCount: desiredCount as number | undefined }),

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
