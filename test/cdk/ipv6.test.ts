import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Annotations as Found, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IpAddressType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LoadBalancing, WebSocketProxy, type ApplicationLoadBalancingProps } from 'websocket-proxy-constructs/cdk';
import { legacy, TestStack } from './fixture.ts';

const REFUSAL =
  /\[Chat\/Proxy\] loadBalancing\.ipAddressType gives the load balancer IPv6 addresses, but 2 of its 2 subnets have no IPv6 range, such as Chat\/Vpc\/PublicSubnet1, and an Application Load Balancer needs one in each; make the VPC with ipProtocol: IpProtocol\.DUAL_STACK, or leave ipAddressType out/;

function dualVpc(scope: Stack): ec2.Vpc {
  return new ec2.Vpc(scope, 'Dual', { maxAzs: 2, ipProtocol: ec2.IpProtocol.DUAL_STACK });
}

describe('A dual-stack load balancer', () => {
  for (const ipAddressType of [IpAddressType.DUAL_STACK, IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4]) {
    test(`is refused in subnets of the app without IPv6: ${ipAddressType}`, () => {
      const stack = new TestStack();
      stack.addProxy({ loadBalancing: LoadBalancing.application({ ipAddressType }) });
      assert.throws(() => stack.template(), REFUSAL);
    });
  }

  test('is taken where an aspect gives the subnets theirs', () => {
    const stack = new TestStack();
    stack.addProxy({ loadBalancing: LoadBalancing.application({ ipAddressType: IpAddressType.DUAL_STACK }) });
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof ec2.CfnSubnet) node.ipv6CidrBlock = '2001:db8::/64';
      },
    });
    assert.doesNotThrow(() => stack.template());
  });

  test('is taken where the subnets get theirs by resources of their own', () => {
    const stack = new TestStack();
    for (const [index, { subnetId }] of stack.vpc.publicSubnets.entries()) {
      new ec2.CfnSubnetCidrBlock(stack, `Ipv6-${index}`, { subnetId, ipv6CidrBlock: `2001:db8:0:${index}::/64` });
    }
    stack.addProxy({ loadBalancing: LoadBalancing.application({ ipAddressType: IpAddressType.DUAL_STACK }) });
    assert.doesNotThrow(() => stack.template());
  });

  test('is taken in subnets that are not known', () => {
    const stack = new TestStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-central-1a', 'eu-central-1b'],
      publicSubnetIds: ['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
      privateSubnetIds: ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4'],
    });
    stack.addProxy({ vpc, loadBalancing: LoadBalancing.application({ ipAddressType: IpAddressType.DUAL_STACK }) });
    assert.doesNotThrow(() => stack.template());
  });

  const internal = { internetFacing: false, ipAddressType: IpAddressType.DUAL_STACK } as const;

  test('that is internal lets the VPC’s IPv6 range in, once the VPC has it', () => {
    const stack = new TestStack();
    const vpc = dualVpc(stack);
    stack.addProxy({ vpc, loadBalancing: LoadBalancing.application(internal) });
    const template = stack.template();
    const [group] = Object.values(template.findResources('AWS::EC2::SecurityGroup', loadBalancerGroup()));
    assert.ok(group);
    const { SecurityGroupIngress } = group['Properties'] as { SecurityGroupIngress: Record<string, unknown>[] };
    assert.deepEqual(
      SecurityGroupIngress.map(({ CidrIp, CidrIpv6 }) => CidrIp ?? CidrIpv6),
      [stack.resolve(vpc.vpcCidrBlock), { 'Fn::Select': [0, stack.resolve(vpc.vpcIpv6CidrBlocks)] }],
    );
    assert.deepEqual(group['DependsOn'], Object.keys(template.findResources('AWS::EC2::VPCCidrBlock')));
  });

  test('that is internal lets in the IPv6 range of a VPC of another stack', () => {
    const app = new App();
    const net = new Stack(app, 'Net');
    const front = new Stack(app, 'Front');
    new WebSocketProxy(front, 'Proxy', {
      loadBalancing: LoadBalancing.application(internal),
      vpc: dualVpc(net),
      backends: { '/': legacy() },
    });
    Template.fromStack(front).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [
        Match.objectLike({ CidrIp: Match.anyValue() }),
        Match.objectLike({ CidrIpv6: Match.anyValue() }),
      ],
    });
  });

  test('that is internal is warned of where the VPC’s IPv6 range is not known', () => {
    const warned = (props: ApplicationLoadBalancingProps): Found => {
      const stack = new TestStack();
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', {
        vpcId: 'vpc-0123456789abcdef0',
        vpcCidrBlock: '10.0.0.0/16',
        availabilityZones: ['eu-central-1a', 'eu-central-1b'],
        privateSubnetIds: ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4'],
      });
      stack.addProxy({ vpc, loadBalancing: LoadBalancing.application({ ...internal, ...props }) });
      return Found.fromStack(stack);
    };
    const text = Match.stringLikeRegexp(
      'nobody is let in by IPv6; give LoadBalancing.application\\(\\{ allowFrom \\}\\)',
    );
    warned({}).hasWarning('/Chat/Proxy', text);
    warned({ allowFrom: [ec2.Peer.ipv6('2001:db8::/56')] }).hasNoWarning('/Chat/Proxy', text);
    warned({ ipAddressType: IpAddressType.IPV4 }).hasNoWarning('/Chat/Proxy', text);
  });

  test('has tasks that may go out by IPv6, too', () => {
    const stack = new TestStack();
    stack.addProxy({
      vpc: dualVpc(stack),
      loadBalancing: LoadBalancing.application({ ipAddressType: IpAddressType.DUAL_STACK }),
    });
    stack.template().hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Chat/Proxy/Service/SecurityGroup',
      SecurityGroupEgress: [
        Match.objectLike({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }),
        Match.objectLike({ CidrIpv6: '::/0', IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 }),
      ],
    });
  });
});

function loadBalancerGroup(): object {
  return { Properties: { GroupDescription: Match.stringLikeRegexp('LoadBalancer') } };
}
