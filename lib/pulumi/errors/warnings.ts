import * as pulumi from '@pulumi/pulumi';
import { backendWarnings } from '../../plan/index.ts';
import type { Backend } from '../backends/backend.ts';
import { directivesLater, directivesNow, unknownDirectives } from '../backends/directives.ts';
import type { ComponentContext } from './component-errors.ts';
import type { Plans } from '../planning/plans.ts';

/** Warns of what backends' directives say that is not meant, or not so, behind a load balancer. With nginxConf they have none. */
export function warnOfDirectives(
  { component }: ComponentContext,
  { now, later }: Plans,
  backends: Readonly<Record<string, Backend>>,
): void {
  const say = (message: string): void => void pulumi.log.warn(message, component);
  for (const [location, backend] of Object.entries(backends)) {
    const { directives } = backend._bind();
    for (const { text } of backendWarnings(now, location, { directives: directivesNow(directives) })) say(text);
    const unknown = unknownDirectives(directives);
    if (Object.keys(unknown).length === 0) continue;
    pulumi.all([later, directivesLater(unknown)]).apply(([plan, known]) => {
      for (const { text } of backendWarnings(plan, location, { directives: known })) say(text);
    });
  }
}
