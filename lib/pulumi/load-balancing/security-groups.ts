import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { redirectHasItsOwnGroup, type EarlyPlan } from '../../plan/index.ts';
import type { Children } from '../children/children.ts';
import { prefixed } from '../network/rule-names.ts';
import { connect, ingress, tcp, type Rule } from '../network/security-groups.ts';
import { clientKind, type Client } from './clients.ts';

/** The security groups of the load balancer: the one given, or its own. */
export interface LoadBalancerGroups {
  /** The one that was created; undefined where one is given. */
  readonly securityGroup: aws.ec2.SecurityGroup | undefined;
  readonly securityGroupId: pulumi.Output<string>;
  /** A second one, for clients of the port that redirects, where the rules may not fit into the first. */
  readonly redirectId: pulumi.Output<string> | undefined;
}

export function createGroups(
  children: Children,
  vpcId: pulumi.Input<string>,
  given: pulumi.Input<string> | undefined,
  { redirectListener }: EarlyPlan,
  clients: readonly Client[],
): LoadBalancerGroups {
  if (given !== undefined) {
    return { securityGroup: undefined, securityGroupId: pulumi.output(given), redirectId: undefined };
  }
  const create = (suffix: string, description: string): aws.ec2.SecurityGroup =>
    children.addTagged('loadBalancerSecurityGroup', aws.ec2.SecurityGroup, suffix, { vpcId, description });
  const securityGroup = create('load-balancer-sg', 'Load balancer of a WebSocket proxy');
  const isApart = redirectListener !== undefined && redirectHasItsOwnGroup(clients.map(clientKind));
  return {
    securityGroup,
    securityGroupId: securityGroup.id,
    redirectId: isApart ? create('redirect-sg', 'Clients of the redirect to HTTPS').id : undefined,
  };
}

/** Lets the clients in, and the load balancer through to the proxy and its health endpoint. */
export function connectRules(
  children: Children,
  { securityGroupId, redirectId }: LoadBalancerGroups,
  tasks: readonly pulumi.Input<string>[],
  { container, listener, redirectListener }: EarlyPlan,
  clients: readonly Client[],
): readonly Rule[] {
  return [
    ...[listener, ...(redirectListener ? [redirectListener] : [])].flatMap(({ protocol, port }) =>
      clients.map(({ names, source }) =>
        ingress(children, prefixed(`${protocol.toLowerCase()}-from-`, names), {
          securityGroupId: (port === redirectListener?.port ? redirectId : undefined) ?? securityGroupId,
          ...source,
          ...tcp(port),
          description: `Clients by ${protocol}`,
        }),
      ),
    ),
    ...[
      { suffix: 'proxy', port: container.port, description: 'Load balancer to target' },
      { suffix: 'health', port: container.healthPort, description: 'Load balancer to health endpoint' },
    ].flatMap(({ suffix, port, description }) =>
      connect(children, suffix, { tasks, from: securityGroupId, port, description, outbound: true }),
    ),
  ];
}
