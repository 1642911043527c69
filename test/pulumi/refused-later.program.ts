/**
 * Run by refused-later.test.ts, in a process of its own: what is refused inside `apply` ends in a rejection that nobody handles, as Pulumi
 * means it to. Prints what would be shown for each case, in `argv[2]` mode.
 */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import {
  Backend,
  Compute,
  LoadBalancing,
  RuntimeImage,
  type WebSocketProxyArgs,
} from 'websocket-proxy-constructs/pulumi';
import { proxy, record } from './fixture.ts';

const manyBackends = Array.from({ length: 900 }, (_, index) => [
  `/tenant-${index}/`,
  Backend.url(`http://tenant-${index}.internal:8080`),
]);

const CASES: Readonly<Record<string, Partial<WebSocketProxyArgs>>> = {
  idleTimeout: { idleTimeout: pulumi.output(5000) },
  time: { stopTimeout: pulumi.output('15 minuts') },
  promise: { deregistrationDelay: Promise.resolve('2h') },
  memory: { compute: Compute.fargate({ cpu: pulumi.output(512), memoryLimitMiB: 512 }) },
  number: { compute: Compute.fargate({ cpu: pulumi.output('256') as unknown as pulumi.Output<number> }) },
  subnets: { publicSubnetIds: pulumi.output(['subnet-1']) },
  subnet: { publicSubnetIds: [pulumi.output('subnet-1'), 'subnet-1'] },
  zone: { publicSubnetIds: ['subnet-a1', 'subnet-a2'] },
  zones: {
    loadBalancing: LoadBalancing.application({ subnetIds: ['subnet-a1', pulumi.output('subnet-a2'), 'subnet-b1'] }),
  },
  ipv6: {
    publicSubnetIds: ['subnet-b1', 'subnet-a1'],
    loadBalancing: LoadBalancing.application({ ipAddressType: 'dualstack' }),
  },
  client: { loadBalancing: LoadBalancing.application({ allowFrom: [pulumi.output('office')] }) },
  url: { backends: { '/': Backend.url(pulumi.output('ws://legacy')) } },
  path: { backends: { '~ ^/re': Backend.url(pulumi.output('http://legacy/path/')) } },
  port: { backends: { '/': Backend.service('room', { dnsName: 'room.internal', port: pulumi.output(70_000) }) } },
  rule: {
    backends: Object.fromEntries(
      ['chat', 'room'].map((name) => [
        `/${name}/`,
        Backend.service(name, { port: 8080, securityGroupId: pulumi.output('sg-9'), dnsName: `${name}.internal` }),
      ]),
    ),
  },
  certificate: { certificateArn: pulumi.output('arn:aws:acm:us-east-1:123456789012:certificate/1') },
  size: { image: RuntimeImage.onNodeImage(), backends: Object.fromEntries(manyBackends) as Record<string, Backend> },
};

/** Components with a provider of their own. */
const PROVIDERS: Readonly<Record<string, aws.ProviderArgs>> = { certificate: { region: 'eu-central-1' } };

const subnet = (zone: string, ipv6CidrBlock: string): { availabilityZone: string; ipv6CidrBlock: string } => ({
  availabilityZone: `eu-central-1${zone}`,
  ipv6CidrBlock,
});
const subnets = {
  'subnet-a1': subnet('a', ''),
  'subnet-a2': subnet('a', '2001:db8:0:1::/64'),
  'subnet-b1': subnet('b', '2001:db8:0:2::/64'),
};

const shown: Record<string, string[]> = {};
let current = '';
process.on('unhandledRejection', (error) => {
  const line = pulumi.ResourceError.isInstance(error) && error.hideStack === true ? error.message : String(error);
  const lines = (shown[current] ??= []);
  if (!lines.includes(line)) lines.push(line);
});
for (const [name, args] of Object.entries(CASES)) {
  current = name;
  const provider = PROVIDERS[name];
  const opts = (): pulumi.ComponentResourceOptions => (provider ? { provider: new aws.Provider(name, provider) } : {});
  await record(() => proxy(args, 'chat', opts()), { preview: process.argv[2] === 'preview', subnets });
  // A rejection is known to be unhandled once the event loop turns.
  await new Promise((resolve) => setImmediate(resolve));
}
console.log(JSON.stringify(shown));
