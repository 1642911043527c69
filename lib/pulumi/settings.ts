import * as pulumi from '@pulumi/pulumi';
import { parseTime, type Time } from '../../proxy-runtime/config/index.ts';
import {
  planDeployment,
  takesInvalidHeaders,
  type DeploymentPlan,
  type DeploymentSpec,
  type ProxyConfig,
} from '../plan/index.ts';
import { read } from '../plan/props/index.ts';
import { wholeSeconds } from '../plan/whole-seconds.ts';
import { SHARED_ARGS } from './arg-kinds.ts';
import { nginxConfLater } from './nginx-conf.ts';
import { isPlain } from './plain.ts';
import { placeOf } from './place.ts';
import { atComponent, laterAtComponent, type Place } from './plan-error.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** What the arguments that are numbers or times become in a {@link DeploymentSpec}. */
const TIMES = ['idleTimeout', 'clientKeepAlive', 'deregistrationDelay', 'stopTimeout'] as const;
const NUMBERS = { cpu: 'cpu', memory: 'memoryLimitMiB', desiredCount: 'desiredCount' } as const;

/** Stands for a number that only the deployment knows. */
const UNKNOWN = Number.NaN;

/** The plan as far as it is known when the program runs, and all of it. */
export interface Plans {
  /** Has no sense in numbers that follow from an output: what it is for is which resources there are. */
  readonly now: DeploymentPlan;
  readonly later: pulumi.Output<DeploymentPlan>;
}

/**
 * Plans the deployment, and checks every number: those that are plain at once, the others as soon as they are known.
 *
 * @throws PlanError
 */
export function planSettings(place: Place, args: WebSocketProxyArgs): Plans {
  const shape: DeploymentSpec = {
    tls: args.certificateArn !== undefined,
    redirectHttp: args.redirectHttp,
    enableExecuteCommand: args.enableExecuteCommand,
    capacity: args.capacity,
  };
  const given = Object.fromEntries([...TIMES, ...Object.keys(NUMBERS)].map((name) => [name, args[name as Setting]]));
  const plan = (values: Readonly<Record<string, unknown>>, nginxConf: ProxyConfig | undefined): DeploymentPlan =>
    planDeployment(
      { ...shape, ...numbers(values), passInvalidHeaders: nginxConf && takesInvalidHeaders(nginxConf) },
      (value) => !Number.isNaN(value),
      { memoryLimitMiB: 'memory' },
    );
  const plain = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, isPlain(value) ? value : UNKNOWN]),
  );
  const now = atComponent(place, () => plan(plain, isPlain(args.nginxConf) ? args.nginxConf : undefined));
  return {
    now,
    later: laterAtComponent(place, pulumi.all([pulumi.output(given), nginxConfLater(args)]), ([values, nginxConf]) => {
      checkNumbers(values);
      return plan(values, nginxConf);
    }),
  };
}

/** A number of {@link Plans.now}, if it is known then. */
export function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

type Setting = (typeof TIMES)[number] | keyof typeof NUMBERS;

function numbers(values: Readonly<Record<string, unknown>>): DeploymentSpec {
  const times = TIMES.map((name) => [name, seconds(name, values[name] as Time | undefined)]);
  const others = Object.entries(NUMBERS).map(([name, planned]) => [planned, values[name]]);
  return Object.fromEntries([...times, ...others]) as DeploymentSpec;
}

function seconds<T extends Time | undefined>(setting: string, time: T): T extends Time ? number : undefined;
function seconds(setting: string, time: Time | undefined): number | undefined {
  if (typeof time !== 'string') return time;
  return wholeSeconds(setting, parseTime(time), (whole) => `'${whole}s'`);
}

/** What outputs turn out to be. */
function checkNumbers(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) read<unknown, unknown>(SHARED_ARGS[name as Setting], value, placeOf(name));
  }
}
