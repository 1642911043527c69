import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { updateProblems, type Template } from './update-simulation.ts';

type Resources = NonNullable<Template['Resources']>;

const ELB = 'AWS::ElasticLoadBalancingV2';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';

const loadBalancer = (properties: object = {}): Resources[string] => ({
  Type: `${ELB}::LoadBalancer`,
  Properties: { Scheme: 'internal', ...properties },
});

const listener = (loadBalancerId: string, port: number, targetGroup: string): Resources[string] => ({
  Type: `${ELB}::Listener`,
  Properties: {
    LoadBalancerArn: { Ref: loadBalancerId },
    Port: port,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: targetGroup } }],
  },
});

const targetGroup = (properties: object = {}): Resources[string] => ({
  Type: `${ELB}::TargetGroup`,
  Properties: { ...properties },
});

const rule = (port: number): Resources[string] => ({
  Type: INGRESS,
  Properties: { GroupId: 'sg-1', IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' },
});

const group = (vpc: string): Resources[string] => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: vpc } });

const PUBLIC = { Scheme: 'internet-facing' };
const LB = { Lb: loadBalancer(), Tg: targetGroup(), L: listener('Lb', 80, 'Tg') };
const PROTECTED = { LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }] };
const service: Resources[string] = {
  Type: 'AWS::ECS::Service',
  Properties: { LoadBalancers: [{ TargetGroupArn: { Ref: 'Tg' } }] },
};

/** What CloudFormation fails at, each with what is said of it. */
const CASES: Readonly<Record<string, readonly [before: Resources, after: Resources, problems: readonly string[]]>> = {
  'a load balancer that is replaced without its target group': [
    LB,
    { ...LB, Lb: loadBalancer(PUBLIC) },
    ['the target group <Tg> would be on two load balancers, <old Lb> and <new Lb>'],
  ],
  'a load balancer that is replaced with its target group': [
    LB,
    { Lb: loadBalancer(PUBLIC), Other: targetGroup(), L: listener('Lb', 80, 'Other') },
    [],
  ],
  'a name that stays': [
    { Tg: targetGroup({ Name: 'chat', Port: 80 }) },
    { Tg: targetGroup({ Name: 'chat', Port: 81 }) },
    [`old Tg and new Tg have one name: ${ELB}::TargetGroup "chat"`],
  ],
  'another listener at a port': [
    LB,
    { Lb: loadBalancer(), Tg: targetGroup(), Other: listener('Lb', 80, 'Tg') },
    ['old L and new Other would both listen at <Lb> port 80'],
  ],
  'a listener that moves to a port which another leaves': [
    { ...LB, Two: listener('Lb', 81, 'Tg') },
    { ...LB, L: listener('Lb', 81, 'Tg'), Two: listener('Lb', 82, 'Tg') },
    ['L and Two would both listen at <Lb> port 81'],
  ],
  'a rule under another logical id': [
    { One: rule(80) },
    { Other: rule(80) },
    [
      'old One and new Other are the same rule: Ingress of sg-1 {"CidrIp":"0.0.0.0/0","FromPort":80,"IpProtocol":"tcp","ToPort":80}',
    ],
  ],
  'two rules that change places': [
    { One: rule(80), Two: rule(81) },
    { One: rule(81), Two: rule(80) },
    [
      'old One and new Two are the same rule: Ingress of sg-1 {"CidrIp":"0.0.0.0/0","FromPort":80,"IpProtocol":"tcp","ToPort":80}',
      'new One and old Two are the same rule: Ingress of sg-1 {"CidrIp":"0.0.0.0/0","FromPort":81,"IpProtocol":"tcp","ToPort":81}',
    ],
  ],
  'a load balancer that changes its VPC': [
    { Lb: loadBalancer({ SecurityGroups: [{ 'Fn::GetAtt': ['G', 'GroupId'] }] }), G: group('vpc-1') },
    { Lb: loadBalancer({ SecurityGroups: [{ 'Fn::GetAtt': ['G', 'GroupId'] }] }), G: group('vpc-2') },
    ['Lb would have to move to another VPC'],
  ],
  'a protected load balancer that is replaced': [
    { Lb: loadBalancer(PROTECTED) },
    { Lb: loadBalancer({ ...PROTECTED, ...PUBLIC }) },
    ['old Lb would be deleted, but is protected from it'],
  ],
  'a service that does not wait for its listener': [
    LB,
    { ...LB, S: service },
    ['S does not wait for a listener of its target group {"Ref":"Tg"}'],
  ],
  'a service that waits for its listener': [LB, { ...LB, S: { ...service, DependsOn: ['L'] } }, []],
};

describe('The simulation of an update finds', () => {
  for (const [name, [before, after, problems]] of Object.entries(CASES)) {
    test(name, () => {
      assert.deepEqual(updateProblems({ Resources: before }, { Resources: after }), problems);
    });
  }
});
