import * as pulumi from '@pulumi/pulumi';
import { PlanError } from '../plan/index.ts';
import { loadBalancerSubnets } from './load-balancer-subnets.ts';
import { isPlain } from './plain.ts';
import { atComponent, laterAtComponent, type Place } from './plan-error.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

type SubnetSetting = 'publicSubnetIds' | 'privateSubnetIds' | 'loadBalancerSubnetIds' | 'taskSubnetIds';

/** The subnets of the load balancer and of the tasks. */
export interface Subnets {
  readonly loadBalancer: pulumi.Output<string[]>;
  readonly tasks: pulumi.Output<string[]>;
}

/**
 * Chooses the subnets, and checks that there are as many as AWS requires: at once, or as soon as they are known.
 *
 * @throws PlanError
 */
export function chooseSubnets(place: Place, args: WebSocketProxyArgs): Subnets {
  const { internal = false, assignPublicIp = false } = args;
  const loadBalancer = select(place, args, {
    user: 'the load balancer',
    settings: ['loadBalancerSubnetIds', internal ? 'privateSubnetIds' : 'publicSubnetIds'],
    otherwise: internal ? 'internal: false' : 'internal: true with privateSubnetIds',
    least: 2,
    why: 'an Application Load Balancer needs two, in two Availability Zones; add one of another zone',
  });
  return {
    loadBalancer: loadBalancerSubnets(place, loadBalancer.setting, loadBalancer.ids, args),
    tasks: select(place, args, {
      user: 'the tasks',
      settings: ['taskSubnetIds', assignPublicIp ? 'publicSubnetIds' : 'privateSubnetIds'],
      otherwise: assignPublicIp ? 'assignPublicIp: false' : 'assignPublicIp: true with publicSubnetIds',
      least: 1,
      why: 'a task needs one; add some, in two Availability Zones for the sake of availability',
    }).ids,
  };
}

interface Selection {
  readonly user: string;
  /** The arguments to take them from, the first that is given. */
  readonly settings: readonly [SubnetSetting, SubnetSetting];
  readonly otherwise: string;
  readonly least: number;
  readonly why: string;
}

interface Selected {
  /** The argument they are from. */
  readonly setting: SubnetSetting;
  readonly ids: pulumi.Output<string[]>;
}

function select(place: Place, args: WebSocketProxyArgs, selection: Selection): Selected {
  const { settings, user, otherwise, least, why } = selection;
  const setting = settings.find((name) => args[name] !== undefined);
  const given = setting && args[setting];
  if (setting === undefined || given === undefined) {
    return atComponent(place, () => {
      throw new PlanError(`${settings[1]} is missing, where ${user} would go; give it, or ${otherwise}`);
    });
  }
  const check = (ids: readonly unknown[]): void => {
    const { size } = new Set(ids);
    if (size >= least) return;
    throw new PlanError(`${setting} has ${size} subnet${size === 1 ? '' : 's'}, but ${why}`);
  };
  if (isPlain(given)) atComponent(place, () => check(given));
  const ids = laterAtComponent(place, pulumi.output(given), (known) => {
    check(known);
    return known;
  });
  return { setting, ids };
}
