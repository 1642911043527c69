import { CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import type { ClientKind } from '../../plan/index.ts';

/** Whether a construct is a resource of this app, and not an import, whose only children are its rules. */
export function isMadeHere({ node }: IConstruct): boolean {
  return node.defaultChild !== undefined && CfnResource.isCfnResource(node.defaultChild);
}

/**
 * A security group for which rules are made in the scope's stack: one that another stack imports is imported once more. CDK makes an import's
 * rules in the stack that imports it, which need not be deployed before the scope's, or at all.
 */
export function importedHere(scope: Construct, id: string, group: ec2.ISecurityGroup): ec2.ISecurityGroup {
  if (Stack.of(group) === Stack.of(scope) || isMadeHere(group)) return group;
  const { securityGroupId, allowAllOutbound } = group;
  return ec2.SecurityGroup.fromSecurityGroupId(scope, id, securityGroupId, {
    allowAllOutbound,
    mutable: takesRules(group),
  });
}

/** A group that was imported with `mutable: false` doesn't say so, but takes no rule; which is tried out in an app of its own. */
function takesRules(group: ec2.ISecurityGroup): boolean {
  const peer = ec2.SecurityGroup.fromSecurityGroupId(new Stack(), 'Peer', 'sg-0');
  group.addIngressRule(peer, ec2.Port.tcp(1), '', true);
  return peer.node.children.length > 0;
}

/** Lets a client in to a group; where that is of another stack, by a rule in the client's, so that the group's depends on neither. */
export function allowClient(
  scope: Construct,
  group: ec2.ISecurityGroup,
  { client, port, description }: { readonly client: ec2.IPeer; readonly port: number; readonly description: string },
): void {
  group.addIngressRule(client, ec2.Port.tcp(port), description, Stack.of(group) !== Stack.of(scope));
}

/** Lets the proxy's tasks through to a service, by rules in the proxy's stack, so that the service's needs nothing of it. */
export function allowTasks(scope: Construct, tasks: ec2.IConnectable, service: ec2.IConnectable, port: number): void {
  for (const group of tasks.connections.securityGroups) {
    const connections = new ec2.Connections(group.allowAllOutbound ? { peer: group } : { securityGroups: [group] });
    const rule = [ec2.Port.tcp(port), 'Proxy to backend'] as const;
    if (Stack.of(group) === Stack.of(scope)) connections.allowTo(service, ...rule);
    else service.connections.allowFrom(connections, ...rule);
  }
}

/** What a client's rule names it by. */
export function clientKind(client: ec2.IPeer): ClientKind {
  const rule = client.toIngressRuleConfig() as object;
  if ('cidrIp' in rule) return 'ipv4';
  if ('cidrIpv6' in rule) return 'ipv6';
  return 'sourcePrefixListId' in rule ? 'prefixList' : 'securityGroup';
}
