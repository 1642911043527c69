import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as pulumi from '@pulumi/pulumi';
import {
  Backend,
  Compute,
  LoadBalancing,
  RuntimeImage,
  type WebSocketProxyArgs,
} from 'websocket-proxy-constructs/pulumi';
import { type Registered, updateProblems } from '../support/pulumi-update-simulation.ts';
import { proxy, record } from './fixture.ts';

type Args = Partial<WebSocketProxyArgs>;

const arn = (id: string): string => `arn:aws:acm:eu-central-1:123456789012:certificate/${id}`;
const certificateArn = arn('1');
const later = <T>(value: T): pulumi.Output<T> => pulumi.output(value) as pulumi.Output<T>;
const chat = (securityGroupId: pulumi.Input<string>): Backend =>
  Backend.service('chat', { port: 8080, securityGroupId, dnsName: 'chat.internal' });

/** What a proxy is changed to and back, by the first argument that it is about. Outputs are made when a program runs. */
const SHAPES: Readonly<Record<string, () => Args>> = {
  defaults: () => ({}),
  'internal: true': () => ({ loadBalancing: LoadBalancing.application({ internetFacing: false }) }),
  'internal: true, with a certificate': () => ({
    loadBalancing: LoadBalancing.application({ internetFacing: false }),
    certificateArn,
  }),
  certificateArn: () => ({ certificateArn }),
  'another certificateArn': () => ({ certificateArn: later(arn('2')) }),
  'redirectHttp: false': () => ({ certificateArn, loadBalancing: LoadBalancing.application({ redirectHttp: false }) }),
  sslPolicy: () => ({
    certificateArn,
    loadBalancing: LoadBalancing.application({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' }),
  }),
  ipAddressType: () => ({ loadBalancing: LoadBalancing.application({ ipAddressType: 'dualstack' }) }),
  'ipAddressType, internal': () => ({
    loadBalancing: LoadBalancing.application({ ipAddressType: 'dualstack', internetFacing: false }),
  }),
  allowFrom: () => ({ loadBalancing: LoadBalancing.application({ allowFrom: ['192.0.2.0/24', '0.0.0.0/0'] }) }),
  'allowFrom, as outputs': () => ({
    loadBalancing: LoadBalancing.application({ allowFrom: [later('192.0.2.0/24'), later('198.51.100.0/24')] }),
  }),
  'allowFrom, partly as outputs': () => ({
    loadBalancing: LoadBalancing.application({ allowFrom: ['192.0.2.0/24', later('198.51.100.0/24')] }),
  }),
  'allowFrom the VPC, internal': () => ({
    loadBalancing: LoadBalancing.application({ internetFacing: false, allowFrom: ['192.0.2.0/24', '10.0.0.0/16'] }),
  }),
  'allowFrom the VPC by IPv6, internal': () => ({
    loadBalancing: LoadBalancing.application({
      internetFacing: false,
      ipAddressType: 'dualstack',
      allowFrom: ['2001:db8::/56', '10.0.0.0/16'],
    }),
  }),
  'allowFrom, plain': () => ({
    loadBalancing: LoadBalancing.application({ allowFrom: ['192.0.2.0/24', '198.51.100.0/24'] }),
  }),
  'allowFrom nobody': () => ({ loadBalancing: LoadBalancing.application({ allowFrom: [] }) }),
  'allowFrom a prefix list, with a certificate': () => ({
    certificateArn,
    loadBalancing: LoadBalancing.application({ allowFrom: ['pl-1'] }),
  }),
  'allowFrom a prefix list': () => ({ loadBalancing: LoadBalancing.application({ allowFrom: ['pl-1'] }) }),
  'allowFrom 40 ranges, with a certificate': () => ({
    certificateArn,
    loadBalancing: LoadBalancing.application({
      allowFrom: Array.from({ length: 40 }, (_, index) => `192.0.${index}.0/24`),
    }),
  }),
  loadBalancerSubnetIds: () => ({ loadBalancing: LoadBalancing.application({ subnetIds: ['subnet-5', 'subnet-6'] }) }),
  loadBalancerSecurityGroupId: () => ({ loadBalancing: LoadBalancing.application({ securityGroupId: 'sg-1' }) }),
  'loadBalancerSecurityGroupId, as an output, with a certificate': () => ({
    loadBalancing: LoadBalancing.application({ securityGroupId: later('sg-1') }),
    certificateArn,
  }),
  'taskSecurityGroupIds: one': () => ({ compute: Compute.fargate({ securityGroupIds: ['sg-2'] }) }),
  'taskSecurityGroupIds: another one': () => ({ compute: Compute.fargate({ securityGroupIds: ['sg-3'] }) }),
  'taskSecurityGroupIds: both': () => ({ compute: Compute.fargate({ securityGroupIds: ['sg-2', 'sg-3'] }) }),
  'taskSecurityGroupIds: both, the other way round': () => ({
    compute: Compute.fargate({ securityGroupIds: ['sg-3', 'sg-2'] }),
  }),
  'taskSecurityGroupIds: three': () => ({ compute: Compute.fargate({ securityGroupIds: ['sg-4', 'sg-2', 'sg-3'] }) }),
  'taskSecurityGroupIds: both, for a service': () => ({
    compute: Compute.fargate({ securityGroupIds: ['sg-2', 'sg-3'] }),
    backends: { '/': chat('sg-9') },
  }),
  'taskSecurityGroupIds: one, for a service': () => ({
    compute: Compute.fargate({ securityGroupIds: ['sg-3'] }),
    backends: { '/': chat(later('sg-9')) },
  }),
  'a service': () => ({ backends: { '/': chat('sg-9') } }),
  taskSubnetIds: () => ({ compute: Compute.fargate({ subnetIds: ['subnet-1'], assignPublicIp: true }) }),
  clusterArn: () => ({ clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/shared' }),
  cpu: () => ({ compute: Compute.fargate({ cpu: 1024, cpuArchitecture: 'ARM64' }) }),
  image: () => ({ image: RuntimeImage.fromRegistry('registry.example.com/wsproxy:2') }),
  capacity: () => ({ capacity: { tunnels: 200_000 } }),
  tags: () => ({ tags: { team: 'chat' } }),
  enableDeletionProtection: () => ({ loadBalancing: LoadBalancing.application({ deletionProtection: true }) }),
  times: () => ({ idleTimeout: '2m', deregistrationDelay: '1m', stopTimeout: 30 }),
};

/** What outputs and plain values of one content are changed to: no other names are known of them than their places. */
const OUTPUTS: readonly (readonly [string, () => Args, () => Args])[] = [
  [
    'one of taskSecurityGroupIds',
    () => ({ compute: Compute.fargate({ securityGroupIds: ['sg-2'] }) }),
    () => ({ compute: Compute.fargate({ securityGroupIds: [later('sg-2')] }) }),
  ],
  [
    'all taskSecurityGroupIds',
    () => ({ compute: Compute.fargate({ securityGroupIds: ['sg-2', 'sg-3'] }) }),
    () => ({ compute: Compute.fargate({ securityGroupIds: [later('sg-2'), later('sg-3')] }) }),
  ],
  [
    'taskSecurityGroupIds and another one at the end',
    () => ({ compute: Compute.fargate({ securityGroupIds: [later('sg-2')] }) }),
    () => ({ compute: Compute.fargate({ securityGroupIds: [later('sg-2'), later('sg-3')] }) }),
  ],
];

/** What AWS can't do, whatever the program. */
function isImpossible(before: string, after: string): boolean {
  return before === 'enableDeletionProtection' && after.includes('internal');
}

async function program(args: Args): Promise<readonly Registered[]> {
  const options = new Map<string, pulumi.CustomResourceOptions>();
  const transformations = [
    ({ name, opts }: pulumi.ResourceTransformationArgs) => {
      options.set(name, opts);
      return undefined;
    },
  ];
  const { resources } = await record(() => proxy(args, 'chat', { transformations }));
  return Promise.all(
    resources.map(async ({ type, name, inputs }) => {
      const { aliases = [], deleteBeforeReplace = false } = options.get(name) ?? {};
      const known = (await Promise.all(aliases as readonly Promise<{ readonly name: string }>[])).map(
        (alias) => alias.name,
      );
      const references = [`${name}-id`, `arn:aws:elasticloadbalancing:eu-central-1:123456789012:${name}`];
      return { type, name, inputs, aliases: known, deleteBeforeReplace, references };
    }),
  );
}

describe('Pulumi can update a proxy', async () => {
  const programs = new Map<string, readonly Registered[]>();
  for (const [name, args] of Object.entries(SHAPES)) programs.set(name, await program(args()));
  for (const [before, old] of programs) {
    test(`from ${before} to all others`, () => {
      for (const [after, current] of programs) {
        const problems = updateProblems(old, current);
        if (isImpossible(before, after)) assert.notDeepEqual(problems, [], `${before} -> ${after}`);
        else assert.deepEqual(problems, [], `${before} -> ${after}`);
      }
    });
  }

  for (const [what, one, other] of OUTPUTS) {
    test(`to ${what} as outputs, and back`, async () => {
      const [before, after] = [await program(one()), await program(other())];
      assert.deepEqual([...updateProblems(before, after), ...updateProblems(after, before)], []);
    });
  }

  test('that was deployed when rules were numbered', async () => {
    const current = await program({ compute: Compute.fargate({ securityGroupIds: ['sg-2', 'sg-3'] }) });
    const numbers: Readonly<Record<string, string>> = { 'sg-2': '-1', 'sg-3': '-2' };
    const numbered = current.map((resource) => ({
      ...resource,
      name: resource.name.replace(/-(sg-[23])$/, (_, id: string) => numbers[id] ?? ''),
      aliases: [],
    }));
    assert.ok(numbered.some(({ name }) => name === 'chat-to-proxy-in-2'));
    assert.deepEqual(updateProblems(numbered, current), []);
  });
});
