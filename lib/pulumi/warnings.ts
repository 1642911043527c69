import * as pulumi from '@pulumi/pulumi';
import { backendWarnings, clientRulesWarning } from '../plan/index.ts';
import { clientKind, type Client } from './clients.ts';
import { directivesLater, directivesNow, unknownDirectives } from './directives.ts';
import type { Place } from './plan-error.ts';
import type { SecurityGroups } from './security-groups.ts';
import type { Plans } from './settings.ts';
import type { Subnets } from './subnets.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** Warns of what is legal but may not be meant. */
export function warn({ component }: Place, { now, later }: Plans, subnets: Subnets, args: WebSocketProxyArgs): void {
  const { internal = false, certificateArn, assignPublicIp = false, publicSubnetIds } = args;
  const say = (message: string): void => void pulumi.log.warn(message, component);
  if (!internal && certificateArn === undefined) {
    say(
      'clients send and receive everything in clear text over the internet; give a certificateArn, or internal: true',
    );
  }
  // With nginxConf backends have no directives.
  for (const [location, { directives }] of Object.entries(args.backends ?? {})) {
    for (const { text } of backendWarnings(now, location, { directives: directivesNow(directives) })) say(text);
    const unknown = unknownDirectives(directives);
    if (Object.keys(unknown).length === 0) continue;
    pulumi.all([later, directivesLater(unknown)]).apply(([plan, known]) => {
      for (const { text } of backendWarnings(plan, location, { directives: known })) say(text);
    });
  }
  later.service.desiredCount.apply((count) => {
    if (count === 1) say('with desiredCount 1 nothing is served while a failed task is replaced; use 2 or more');
  });
  if (assignPublicIp || publicSubnetIds === undefined) return;
  pulumi.all([subnets.tasks, pulumi.output(publicSubnetIds)]).apply(([tasks, open]) => {
    if (!tasks.some((id) => open.includes(id))) return;
    say(
      'the tasks are in public subnets without public addresses, so they reach no image registry and no CloudWatch Logs unless VPC endpoints lead there; set assignPublicIp, or use taskSubnetIds with a NAT gateway',
    );
  });
}

/** Warns of clients that a security group may have no room for. */
export function warnOfClients(
  { component }: Place,
  { redirectId }: SecurityGroups,
  { allowFrom, loadBalancerSecurityGroupId }: WebSocketProxyArgs,
  { clients, redirects }: { readonly clients: readonly Client[]; readonly redirects: boolean },
): void {
  if (allowFrom === undefined) return;
  const whose = loadBalancerSecurityGroupId === undefined ? 'own' : 'given';
  const ports = redirects && redirectId === undefined ? 2 : 1;
  const crowded = clientRulesWarning(clients.map(clientKind), ports, whose);
  if (crowded !== undefined) void pulumi.log.warn(crowded, component);
}
