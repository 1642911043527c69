import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Children } from '../children/children.ts';
import { prefixed, namesOf, type RuleNames } from './rule-names.ts';

/** A rule of a security group resource, one resource each: inline rules and these would undo each other. */
export type Rule = pulumi.CustomResource;

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

/** Adds a rule for what comes in. */
export function ingress(
  children: Children,
  { name, aliases }: RuleNames,
  args: aws.vpc.SecurityGroupIngressRuleArgs,
): aws.vpc.SecurityGroupIngressRule {
  return children.addTagged('ingressRule', aws.vpc.SecurityGroupIngressRule, name, args, {
    aliases: children.aliases(aliases),
  });
}

/** Adds a rule for what goes out. */
export function egress(
  children: Children,
  { name, aliases }: RuleNames,
  args: aws.vpc.SecurityGroupEgressRuleArgs,
): aws.vpc.SecurityGroupEgressRule {
  return children.addTagged('egressRule', aws.vpc.SecurityGroupEgressRule, name, args, {
    aliases: children.aliases(aliases),
  });
}

/** The arguments of a rule for a TCP port. */
export function tcp(port: pulumi.Input<number>): {
  readonly ipProtocol: string;
  readonly fromPort: pulumi.Input<number>;
  readonly toPort: pulumi.Input<number>;
} {
  return { ipProtocol: 'tcp', fromPort: port, toPort: port };
}
