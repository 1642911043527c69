import { Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { refusal } from '../errors/construct-errors.ts';
import { importedHere } from '../network/security-groups.ts';

/**
 * The security groups given to the tasks, so that rules for them are made in the proxy's stack; undefined where none are given.
 *
 * @throws PlanError for a group that another stack makes than the proxy's and the load balancer's, whose rules could be in that stack only
 */
export function taskSecurityGroups(
  scope: Construct,
  given: readonly ec2.ISecurityGroup[] | undefined,
  loadBalancing: ec2.IConnectable,
): ec2.ISecurityGroup[] | undefined {
  const groups = given?.map((group, index) =>
    importedHere(scope, `TaskSecurityGroup${index > 0 ? index + 1 : ''}`, group),
  );
  const stacks = [scope, ...loadBalancing.connections.securityGroups].map((construct) => Stack.of(construct));
  for (const [index, group] of (groups ?? []).entries()) {
    if (stacks.includes(Stack.of(group))) continue;
    throw refusal(
      scope,
      'WSPROXY_NETWORK',
      `compute.securityGroups[${index}] is made in another stack, ${group.node.path}, which would depend on the proxy's for a rule that lets the load balancer in, while the proxy's depends on it; import it here: SecurityGroup.fromSecurityGroupId(this, 'Tasks', group.securityGroupId)`,
    );
  }
  return groups;
}
