import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { Backend, RuntimeImage, WebSocketProxy, type WebSocketProxyArgs } from '../../lib/pulumi/index.ts';
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

/** Every argument, with another value than the default, that does not rule another one out. */
export const everything: ProxyArgs = ({ publicSubnetIds, privateSubnetIds, certificateArn, chatSecurityGroupId }) => ({
  backends: {
    '/chat/': Backend.service('chat', { port: 8080, securityGroupId: chatSecurityGroupId }),
    // What Terraform would take for its own template syntax.
    '~ ^/${v}/%{x}$': Backend.service('api', { port: 80, dnsName: 'api.internal' }),
    '/': Backend.url('https://legacy.example/'),
  },
  certificateArn,
  sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
  idleTimeout: '15m',
  clientKeepAlive: '1d',
  deregistrationDelay: '10m',
  stopTimeout: 90,
  cpu: 1024,
  memory: 4096,
  cpuArchitecture: 'ARM64',
  desiredCount: 3,
  deploymentCircuitBreaker: { enable: true, rollback: false },
  waitForSteadyState: false,
  image: RuntimeImage.onNodeImage(),
  allowFrom: ['192.0.2.0/24', '2001:db8::/32', 'pl-0123456789abcdef0', 'sg-0123456789abcdef0'],
  ipAddressType: 'dualstack',
  loadBalancerSubnetIds: publicSubnetIds,
  taskSubnetIds: privateSubnetIds,
  enableDeletionProtection: true,
  enableExecuteCommand: true,
  logRetentionInDays: 7,
  tags: { team: 'chat' },
});
