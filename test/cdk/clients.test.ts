import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoadBalancing } from 'websocket-proxy-constructs/cdk';
import { Annotations as Found, Match, type Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { WebSocketProxyProps } from 'websocket-proxy-constructs/cdk';
import { TestStack } from './fixture.ts';

const ARN = 'arn:aws:acm:eu-central-1:123456789012:certificate/7bf2a0a4';

const ranges = (count: number): ec2.IPeer[] =>
  Array.from({ length: count }, (_, index) => ec2.Peer.ipv4(`192.0.${index}.0/24`));

const prefixList = (): ec2.IPeer => ec2.Peer.prefixList('pl-0123456789abcdef0');

function stackWith(props: Partial<WebSocketProxyProps>): TestStack {
  const stack = new TestStack();
  stack.addProxy({ certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', ARN), ...props });
  return stack;
}

/** How many rules each of the load balancer's security groups has, by port. */
function rules(template: Template): readonly (readonly [groups: number, ports: Readonly<Record<string, number>>])[] {
  const [loadBalancer] = Object.values(template.findResources('AWS::ElasticLoadBalancingV2::LoadBalancer'));
  const { SecurityGroups } = loadBalancer?.['Properties'] as { SecurityGroups: { 'Fn::GetAtt': [string, string] }[] };
  const groups = template.findResources('AWS::EC2::SecurityGroup');
  const separate = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(
    ({ Properties }) => Properties as { GroupId: unknown; FromPort: number },
  );
  return SecurityGroups.map((attribute, index) => {
    const { SecurityGroupIngress = [] } = (groups[attribute['Fn::GetAtt'][0]]?.['Properties'] ?? {}) as {
      SecurityGroupIngress?: { FromPort: number }[];
    };
    const own = separate.filter(({ GroupId }) => JSON.stringify(GroupId) === JSON.stringify(attribute));
    const ports: Record<string, number> = {};
    for (const { FromPort } of [...SecurityGroupIngress, ...own]) ports[FromPort] = (ports[FromPort] ?? 0) + 1;
    return [index, ports];
  });
}

describe('The security groups of a load balancer', () => {
  const cases: Readonly<Record<string, readonly [Partial<WebSocketProxyProps>, ReturnType<typeof rules>]>> = {
    'are one for all by default': [{}, [[0, { 443: 1, 80: 1 }]]],
    'are one for 30 ranges at two ports': [
      { loadBalancing: LoadBalancing.application({ allowFrom: ranges(30) }) },
      [[0, { 443: 30, 80: 30 }]],
    ],
    'are one a port for 31 ranges': [
      { loadBalancing: LoadBalancing.application({ allowFrom: ranges(31) }) },
      [
        [0, { 443: 31 }],
        [1, { 80: 31 }],
      ],
    ],
    'are one a port for a prefix list': [
      { loadBalancing: LoadBalancing.application({ allowFrom: [prefixList()] }) },
      [
        [0, { 443: 1 }],
        [1, { 80: 1 }],
      ],
    ],
    'are one for a prefix list without a redirect': [
      { loadBalancing: LoadBalancing.application({ allowFrom: [prefixList()], redirectHttp: false }) },
      [[0, { 443: 1 }]],
    ],
  };
  for (const [name, [props, expected]] of Object.entries(cases)) {
    test(name, () => {
      const stack = stackWith(props);
      assert.deepEqual(rules(stack.template()), expected);
      Found.fromStack(stack).hasNoWarning('/Chat/Proxy', Match.stringLikeRegexp('allowFrom'));
    });
  }

  test('of which only the first is let through to the tasks', () => {
    const template = stackWith({ loadBalancing: LoadBalancing.application({ allowFrom: [prefixList()] }) }).template();
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { Description: 'Load balancer to target' }, 1);
  });

  test('are warned of where their rules may be too many', () => {
    const warns = (allowFrom: ec2.IPeer[], isGiven: boolean, text: string): void => {
      const stack = new TestStack();
      const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', ARN);
      const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Lb', 'sg-0123456789abcdef0');
      stack.addProxy({
        certificate,
        loadBalancing: LoadBalancing.application({ allowFrom, ...(isGiven && { securityGroup: group }) }),
      });
      Found.fromStack(stack).hasWarning('/Chat/Proxy', Match.stringLikeRegexp(text));
    };
    warns(ranges(61), false, 'loadBalancing.allowFrom needs 61 rules in one security group, but EC2 allows 60');
    warns(ranges(31), true, 'loadBalancing.allowFrom needs 62 rules .*, or redirectHttp: false');
    warns([prefixList()], true, 'loadBalancing.allowFrom has a prefix list, .* leave the security group out');
  });
});
