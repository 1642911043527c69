import * as pulumi from '@pulumi/pulumi';
import {
  planDeployment,
  takesInvalidHeaders,
  UnknownNumber,
  withNumbers,
  type EarlyPlan,
  type ParsedNginxConf,
} from '../../plan/index.ts';
import { type Kind, read } from '../../plan/props/index.ts';
import { SHARED_ARGS } from '../args/arg-kinds.ts';
import { computeRenderer } from '../compute/renderers.ts';
import { loadBalancingRenderer } from '../load-balancing/renderers.ts';
import { nginxConfLater } from '../configuration/nginx-conf-later.ts';
import { isPlain } from '../args/plain.ts';
import { placeOf } from '../args/setting-context.ts';
import { atComponent, laterAtComponent, type ComponentContext } from '../errors/component-errors.ts';
import type { Plans } from './plans.ts';
import { scalingRenderer } from '../scaling/renderers.ts';
import type { Settings } from '../args/settings.ts';
import { toSeconds } from '../args/seconds.ts';

const TIMES = ['idleTimeout', 'deregistrationDelay', 'stopTimeout'] as const;

/** Values by the facet that they belong to, and by name. */
type Values = Readonly<Record<'times' | 'loadBalancing' | 'compute' | 'scaling', Readonly<Record<string, unknown>>>>;

/**
 * Plans the deployment, and checks every number: those that are plain at once, the others as soon as they are known.
 *
 * @throws PlanError
 */
export function planSettings(place: ComponentContext, settings: Settings): Plans {
  const kinds = kindsOf(settings);
  const given: Values = {
    times: only(settings, kinds.times),
    loadBalancing: only(settings.loadBalancing, kinds.loadBalancing),
    compute: only(settings.compute, kinds.compute),
    scaling: only(settings.scaling, kinds.scaling),
  };
  const plain = mapValues(given, (value) => (isPlain(value) ? value : new UnknownNumber()));
  const { nginxConf } = settings;
  return {
    now: atComponent(place, () =>
      planOf(settings, plain, nginxConf !== undefined && isPlain(nginxConf) ? nginxConf : undefined),
    ),
    later: laterAtComponent(place, pulumi.all([pulumi.output(given), nginxConfLater(settings)]), ([values, conf]) => {
      const known = values as Values;
      for (const [of, members] of Object.entries(known)) {
        for (const [name, value] of Object.entries(members)) {
          const kind = kinds[of as keyof Values][name];
          if (value !== undefined && kind) read(kind, value, placeOf(of === 'times' ? name : `${of}.${name}`));
        }
      }
      return withNumbers(planOf(settings, known, conf));
    }),
  };
}

function planOf(settings: Settings, values: Values, nginxConf: ParsedNginxConf | undefined): EarlyPlan {
  const { loadBalancing, compute, scaling, certificateArn, capacity } = settings;
  return planDeployment({
    tls: certificateArn !== undefined,
    passInvalidHeaders: nginxConf && takesInvalidHeaders(nginxConf.config),
    ...Object.fromEntries(TIMES.map((name) => [name, toSeconds(name, values.times[name])])),
    capacity,
    loadBalancing: loadBalancingRenderer(loadBalancing).spec(loadBalancing, values.loadBalancing),
    compute: computeRenderer(compute).spec(compute, values.compute),
    scaling: scalingRenderer(scaling).spec(scaling, values.scaling),
  });
}

/** What the values that numbers follow from take. */
function kindsOf({ loadBalancing, compute, scaling }: Settings): {
  readonly [K in keyof Values]: Readonly<Record<string, Kind<unknown>>>;
} {
  return {
    times: Object.fromEntries(TIMES.map((name) => [name, SHARED_ARGS[name]])),
    loadBalancing: loadBalancingRenderer(loadBalancing).inputs,
    compute: computeRenderer(compute).inputs,
    scaling: scalingRenderer(scaling).inputs,
  };
}

function only(settings: object, kinds: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.keys(kinds).map((name) => [name, (settings as Record<string, unknown>)[name]]));
}

function mapValues(values: Values, change: (value: unknown) => unknown): Values {
  const entries = Object.entries(values).map(([of, members]) => [
    of,
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, change(value)])),
  ]);
  return Object.fromEntries(entries) as Values;
}
