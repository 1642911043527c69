import * as pulumi from '@pulumi/pulumi';
import { PlanError } from '../../plan/index.ts';
import { isPlain } from '../args/plain.ts';
import { atComponent, laterAtComponent, type ComponentContext } from '../errors/component-errors.ts';

type SubnetIds = pulumi.Input<pulumi.Input<string>[]>;

/** What subnets are for, and where they are taken from. */
export interface Selection {
  readonly user: string;
  /** The arguments to take them from by name, the first that is given. */
  readonly from: readonly (readonly [string, SubnetIds | undefined])[];
  /** What else to give. */
  readonly otherwise: string;
  readonly least: number;
  readonly why: string;
}

/** The subnets that were selected. */
export interface Selected {
  /** The argument they are from. */
  readonly setting: string;
  readonly ids: pulumi.Output<string[]>;
}

/**
 * Selects subnets, and checks that there are as many as AWS requires: at once, or as soon as they are known.
 *
 * @throws PlanError
 */
export function selectSubnets(place: ComponentContext, { from, user, otherwise, least, why }: Selection): Selected {
  const [setting, given] = from.find(([, ids]) => ids !== undefined) ?? [];
  if (setting === undefined || given === undefined) {
    return atComponent(place, () => {
      throw new PlanError(
        'WSPROXY_MISSING',
        `${from.at(-1)?.[0]} is missing, where ${user} would go; give it, or ${otherwise}`,
      );
    });
  }
  const check = (ids: readonly unknown[]): void => {
    const { size } = new Set(ids);
    if (size >= least) return;
    throw new PlanError('WSPROXY_NETWORK', `${setting} has ${size} subnet${size === 1 ? '' : 's'}, but ${why}`);
  };
  if (isPlain(given)) atComponent(place, () => check(given));
  const ids = laterAtComponent(place, pulumi.output(given), (known) => {
    check(known);
    return known;
  });
  return { setting, ids };
}
