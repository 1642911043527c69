import type * as aws from '@pulumi/aws';
import type { Children } from '../children/children.ts';
import { egress, type Rule } from '../network/security-groups.ts';

/** Lets the proxy's own tasks out. */
export function allOutbound(children: Children, { id }: aws.ec2.SecurityGroup, hasIpv6: boolean): readonly Rule[] {
  const ipv4 = egress(
    children,
    { name: 'tasks-out', aliases: [] },
    {
      securityGroupId: id,
      cidrIpv4: '0.0.0.0/0',
      ipProtocol: '-1',
      description: 'Allow all outbound traffic by default',
    },
  );
  if (!hasIpv6) return [ipv4];
  const ipv6 = egress(
    children,
    { name: 'tasks-out-ipv6', aliases: [] },
    {
      securityGroupId: id,
      cidrIpv6: '::/0',
      ipProtocol: 'tcp',
      fromPort: 0,
      toPort: 65_535,
      description: 'Allow all outbound TCP by IPv6',
    },
  );
  return [ipv4, ipv6];
}
