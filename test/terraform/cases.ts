import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import {
  Backend,
  Compute,
  LoadBalancing,
  RuntimeImage,
  Scaling,
  WebSocketProxy,
  type WebSocketProxyArgs,
} from '../../lib/pulumi/index.ts';
import type { Program } from './record.ts';

/** What a program has before it has a proxy. */
interface Surroundings {
  readonly publicSubnetIds: pulumi.Output<string>[];
  readonly privateSubnetIds: pulumi.Output<string>[];
  readonly certificateArn: pulumi.Output<string>;
  readonly chatSecurityGroupId: pulumi.Output<string>;
}

/** The arguments of a proxy, made of what there is before. */
export type ProxyArgs = (surroundings: Surroundings) => Partial<WebSocketProxyArgs>;

/** A program with a network, a certificate, a backend's security group, and proxies by their names. */
export function programOf(proxies: Readonly<Record<string, ProxyArgs>>): Program {
  return (options) => {
    const { id: vpcId } = new aws.ec2.Vpc('vpc', { cidrBlock: '10.0.0.0/16' }, options);
    const subnets = (kind: string, block: number): pulumi.Output<string>[] =>
      ['a', 'b'].map((zone, index) => {
        const place = { availabilityZone: `us-east-1${zone}`, cidrBlock: `10.0.${block + index}.0/24` };
        return new aws.ec2.Subnet(`${kind}-${zone}`, { vpcId, ...place }, options).id;
      });
    const network = { publicSubnetIds: subnets('public', 0), privateSubnetIds: subnets('private', 2) };
    const domain = { domainName: 'chat.example.com', validationMethod: 'DNS' };
    const { arn: certificateArn } = new aws.acm.Certificate('certificate', domain, options);
    const { id: chatSecurityGroupId } = new aws.ec2.SecurityGroup('chat-tasks', { vpcId }, options);
    const backends = { '/': Backend.url('http://legacy.internal:8080') };
    const image = RuntimeImage.fromRegistry('registry.example/proxy:1');
    for (const [name, args] of Object.entries(proxies)) {
      const own = args({ ...network, certificateArn, chatSecurityGroupId });
      new WebSocketProxy(name, { vpcId, ...network, backends, image, ...own }, options);
    }
  };
}

const CLIENTS = ['192.0.2.0/24', '2001:db8::/32', 'pl-0123456789abcdef0', 'sg-0123456789abcdef0'];

/** Every argument, with another value than the default, that does not rule another one out. */
export const everything = (
  { publicSubnetIds, privateSubnetIds, certificateArn, chatSecurityGroupId }: Surroundings,
  allowFrom: readonly string[] = CLIENTS,
): Partial<WebSocketProxyArgs> => ({
  backends: {
    '/chat/': Backend.service('chat', { port: 8080, securityGroupId: chatSecurityGroupId }),
    // What Terraform would take for its own template syntax.
    '~ ^/${v}/%{x}$': Backend.service('api', { port: 80, dnsName: 'api.internal' }),
    '/': Backend.url('https://legacy.example/'),
  },
  certificateArn,
  loadBalancing: LoadBalancing.application({
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
    clientKeepAlive: '1d',
    allowFrom,
    ipAddressType: 'dualstack',
    subnetIds: publicSubnetIds,
    deletionProtection: true,
  }),
  idleTimeout: '15m',
  deregistrationDelay: '10m',
  stopTimeout: 90,
  compute: Compute.fargate({
    cpu: 1024,
    memoryLimitMiB: 4096,
    cpuArchitecture: 'ARM64',
    circuitBreaker: { enable: true, rollback: false },
    // moto starts no tasks, so nothing ever becomes steady.
    waitForSteadyState: false,
    subnetIds: privateSubnetIds,
    enableExecuteCommand: true,
  }),
  scaling: Scaling.fixed(3),
  image: RuntimeImage.onNodeImage(),
  logRetentionInDays: 7,
  tags: { team: 'chat' },
});
