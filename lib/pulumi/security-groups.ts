import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { redirectHasItsOwnGroup, type DeploymentPlan } from '../plan/index.ts';
import type { Children } from './children.ts';
import { clientKind, type Client } from './clients.ts';
import { prefixed, namesOf, type RuleNames } from './rule-names.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** The security groups of the proxy: those given, or its own. */
export interface SecurityGroups {
  readonly loadBalancerSecurityGroup?: aws.ec2.SecurityGroup;
  readonly loadBalancerId: pulumi.Output<string>;
  /** The load balancer's second one, for clients of the port that redirects, where the rules may not fit into the first. */
  readonly redirectId?: pulumi.Output<string>;
  readonly taskSecurityGroup?: aws.ec2.SecurityGroup;
  /** Plain ones as they are given, as rules are named after them. */
  readonly taskIds: readonly pulumi.Input<string>[];
}

/** A rule of a security group resource, one resource each: inline rules and these would undo each other. */
export type Rule = pulumi.CustomResource;

export function createSecurityGroups(
  children: Children,
  args: WebSocketProxyArgs,
  { redirectListener }: DeploymentPlan,
  clients: readonly Client[],
): SecurityGroups {
  const hasRedirectGroup =
    redirectListener !== undefined &&
    args.loadBalancerSecurityGroupId === undefined &&
    redirectHasItsOwnGroup(clients.map(clientKind));
  return {
    ...loadBalancerGroup(children, args),
    ...(hasRedirectGroup && { redirectId: redirectGroup(children, args) }),
    ...taskGroups(children, args),
  };
}

function redirectGroup(children: Children, { vpcId }: WebSocketProxyArgs): pulumi.Output<string> {
  const description = 'Clients of the redirect to HTTPS';
  return children.addTagged('loadBalancerSecurityGroup', aws.ec2.SecurityGroup, 'redirect-sg', { vpcId, description })
    .id;
}

function loadBalancerGroup(
  children: Children,
  { vpcId, loadBalancerSecurityGroupId }: WebSocketProxyArgs,
): Pick<SecurityGroups, 'loadBalancerSecurityGroup' | 'loadBalancerId'> {
  if (loadBalancerSecurityGroupId !== undefined) return { loadBalancerId: pulumi.output(loadBalancerSecurityGroupId) };
  const group = children.addTagged('loadBalancerSecurityGroup', aws.ec2.SecurityGroup, 'load-balancer-sg', {
    vpcId,
    description: 'Load balancer of a WebSocket proxy',
  });
  return { loadBalancerSecurityGroup: group, loadBalancerId: group.id };
}

function taskGroups(
  children: Children,
  { vpcId, taskSecurityGroupIds = [] }: WebSocketProxyArgs,
): Pick<SecurityGroups, 'taskSecurityGroup' | 'taskIds'> {
  // A task without one would get the VPC's default group, which lets no load balancer in.
  if (taskSecurityGroupIds.length > 0) return { taskIds: [...new Set(taskSecurityGroupIds)] };
  const group = children.addTagged('taskSecurityGroup', aws.ec2.SecurityGroup, 'tasks-sg', {
    vpcId,
    description: 'Tasks of a WebSocket proxy',
  });
  return { taskSecurityGroup: group, taskIds: [group.id] };
}

/** Lets the clients in, the load balancer through to the proxy and its health endpoint, and the proxy's own tasks out. */
export function createRules(
  children: Children,
  groups: SecurityGroups,
  plan: DeploymentPlan,
  { clients, hasIpv6 }: { readonly clients: readonly Client[]; readonly hasIpv6: boolean },
): readonly Rule[] {
  const { container, listener, redirectListener } = plan;
  return [
    ...[listener, ...(redirectListener ? [redirectListener] : [])].flatMap(({ protocol, port }) =>
      clients.map(({ names, source }) =>
        ingress(children, prefixed(`${protocol.toLowerCase()}-from-`, names), {
          securityGroupId: (port === redirectListener?.port ? groups.redirectId : undefined) ?? groups.loadBalancerId,
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
      connect(children, suffix, {
        tasks: groups.taskIds,
        from: groups.loadBalancerId,
        port,
        description,
        outbound: true,
      }),
    ),
    ...(groups.taskSecurityGroup ? allOutbound(children, groups.taskSecurityGroup, hasIpv6) : []),
  ];
}

/** What may go between each of the tasks' security groups and another one. */
export type Connection = {
  readonly tasks: readonly pulumi.Input<string>[];
  readonly port: pulumi.Input<number>;
  readonly description: string;
  /** Whether the groups it comes from need a rule for it too. */
  readonly outbound: boolean;
} & ({ readonly from: pulumi.Input<string> } | { readonly to: pulumi.Input<string> });

/** The rules of a connection, named after its suffix and the tasks' group: by its id where that is given, or else its place. */
export function connect(children: Children, suffix: string, connection: Connection): readonly Rule[] {
  const { tasks, port, description, outbound } = connection;
  return tasks.flatMap((group, index): readonly Rule[] => {
    const [source, target] = 'from' in connection ? [connection.from, group] : [group, connection.to];
    const names = (direction: string): RuleNames => prefixed(`to-${suffix}-${direction}`, groupNames(group, index));
    const rule = { ...tcp(port), description };
    return [
      ingress(children, names('in'), { securityGroupId: target, referencedSecurityGroupId: source, ...rule }),
      ...(outbound
        ? [egress(children, names('out'), { securityGroupId: source, referencedSecurityGroupId: target, ...rule })]
        : []),
    ];
  });
}

/** The end of the names of the rules for one of the tasks' groups; the first had a number only where there were others. */
function groupNames(group: pulumi.Input<string>, index: number): RuleNames {
  const content = (id: string): string => `-${id}`;
  const number = `-${index + 1}`;
  return index === 0 ? namesOf(group, content, '', number) : namesOf(group, content, number);
}

function ingress(
  children: Children,
  { name, aliases }: RuleNames,
  args: aws.vpc.SecurityGroupIngressRuleArgs,
): aws.vpc.SecurityGroupIngressRule {
  return children.addTagged('ingressRule', aws.vpc.SecurityGroupIngressRule, name, args, {
    aliases: children.aliases(aliases),
  });
}

function egress(
  children: Children,
  { name, aliases }: RuleNames,
  args: aws.vpc.SecurityGroupEgressRuleArgs,
): aws.vpc.SecurityGroupEgressRule {
  return children.addTagged('egressRule', aws.vpc.SecurityGroupEgressRule, name, args, {
    aliases: children.aliases(aliases),
  });
}

function allOutbound(children: Children, { id }: aws.ec2.SecurityGroup, hasIpv6: boolean): readonly Rule[] {
  const ipv4 = children.addTagged('egressRule', aws.vpc.SecurityGroupEgressRule, 'tasks-out', {
    securityGroupId: id,
    cidrIpv4: '0.0.0.0/0',
    ipProtocol: '-1',
    description: 'Allow all outbound traffic by default',
  });
  if (!hasIpv6) return [ipv4];
  const ipv6 = children.addTagged('egressRule', aws.vpc.SecurityGroupEgressRule, 'tasks-out-ipv6', {
    securityGroupId: id,
    cidrIpv6: '::/0',
    ipProtocol: 'tcp',
    fromPort: 0,
    toPort: 65_535,
    description: 'Allow all outbound TCP by IPv6',
  });
  return [ipv4, ipv6];
}

function tcp(port: pulumi.Input<number>): {
  readonly ipProtocol: string;
  readonly fromPort: pulumi.Input<number>;
  readonly toPort: pulumi.Input<number>;
} {
  return { ipProtocol: 'tcp', fromPort: port, toPort: port };
}
