import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cloudmap from 'aws-cdk-lib/aws-servicediscovery';
import {
  Backend,
  Compute,
  LoadBalancing,
  NginxConf,
  RuntimeImage,
  Scaling,
  WebSocketProxy,
} from 'websocket-proxy-constructs/cdk';
import { testApp } from '../cdk/fixture.ts';
import type { BackendInput, Input } from './cases.ts';
import { cdkForm, type CloudFormation } from './cdk-form.ts';
import type { Neutral } from './neutral.ts';
import * as given from './given.ts';

/** What the CDK construct makes of an input. */
export function cdkSide(input: Input): Neutral {
  const { stack, backends, directory } = synthesized(input);
  return cdkForm(templateOf(stack), backends.names(), builtImage(directory));
}

/** The template that the CDK construct makes of an input. */
export function cdkTemplate(input: Input): CloudFormation {
  return templateOf(synthesized(input).stack);
}

function templateOf(stack: Stack): CloudFormation {
  return Template.fromStack(stack).toJSON() as unknown as CloudFormation;
}

interface Synthesized {
  readonly stack: Stack;
  readonly backends: Backends;
  /** The cloud assembly's. */
  readonly directory: string;
}

function synthesized(input: Input): Synthesized {
  const app = testApp();
  const env = { account: given.ACCOUNT, region: given.REGION };
  const stack = new Stack(app, 'Parity', { env });
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: given.VPC,
    vpcCidrBlock: given.VPC_RANGE,
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    publicSubnetIds: given.PUBLIC_SUBNETS,
    privateSubnetIds: given.PRIVATE_SUBNETS,
  });
  const backends = new Backends(stack, vpc);
  const proxy = new WebSocketProxy(stack, 'Proxy', {
    ...(input.givenCluster === true
      ? { cluster: ecs.Cluster.fromClusterAttributes(stack, 'Shared', { clusterName: given.CLUSTER, vpc }) }
      : { vpc }),
    backends: Object.fromEntries(
      Object.entries(input.backends ?? {}).map(([location, backend]) => [location, backends.of(backend)]),
    ),
    nginxConf: input.nginxConf === undefined ? undefined : NginxConf.fromText(input.nginxConf),
    idleTimeout: seconds(input.idleTimeout),
    loadBalancing: LoadBalancing.application({
      clientKeepAlive: seconds(input.clientKeepAlive),
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are AWS's names
      sslPolicy: input.sslPolicy as elbv2.SslPolicy | undefined,
      redirectHttp: input.redirectHttp,
      internetFacing: input.internal === undefined ? undefined : !input.internal,
      allowFrom: input.allowFrom?.map(peer),
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are AWS's names
      ipAddressType: input.ipAddressType as elbv2.IpAddressType | undefined,
      deletionProtection: input.deletionProtection,
      vpcSubnets: subnets(stack, 'Front', input.loadBalancerSubnets),
      securityGroup: input.givenSecurityGroups === true ? group(stack, given.LOAD_BALANCER_GROUP) : undefined,
      ...input.untyped?.loadBalancing,
    }),
    deregistrationDelay: seconds(input.deregistrationDelay),
    stopTimeout: seconds(input.stopTimeout),
    compute: Compute.fargate({
      cpu: input.cpu,
      memoryLimitMiB: input.memory,
      cpuArchitecture: input.architecture && ecs.CpuArchitecture[input.architecture],
      circuitBreaker: input.circuitBreaker,
      assignPublicIp: input.assignPublicIp,
      enableExecuteCommand: input.executeCommand,
      vpcSubnets: subnets(stack, 'Back', input.taskSubnets),
      securityGroups: input.givenSecurityGroups === true ? [group(stack, given.TASKS_GROUP)] : undefined,
      ...input.untyped?.compute,
    }),
    scaling: scaling(input),
    capacity: input.capacity,
    image: image(stack, input),
    certificate:
      input.tls === true ? acm.Certificate.fromCertificateArn(stack, 'Certificate', given.CERTIFICATE) : undefined,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are days
    logRetention: input.logRetention,
    logGroup:
      input.givenLogGroup === true ? logs.LogGroup.fromLogGroupArn(stack, 'Logs', given.LOG_GROUP_ARN) : undefined,
    ...input.untyped?.props,
  });
  for (const [key, value] of Object.entries(input.tags ?? {})) Tags.of(proxy).add(key, value);
  return { stack, backends, directory: app.synth().directory };
}

function scaling({ desiredCount, untyped }: Input): Scaling | undefined {
  const count = untyped && 'desiredCount' in untyped ? untyped.desiredCount : desiredCount;
  return count === undefined ? undefined : Scaling.fixed(count as number);
}

function peer(client: string): ec2.IPeer {
  if (client.startsWith('pl-')) return ec2.Peer.prefixList(client);
  return client.includes(':') ? ec2.Peer.ipv6(client) : ec2.Peer.ipv4(client);
}

function seconds(value: number | undefined): Duration | undefined {
  return value === undefined ? undefined : Duration.seconds(value);
}

function image(stack: Stack, input: Input): RuntimeImage | undefined {
  switch (input.image ?? 'registry') {
    case 'built':
      return RuntimeImage.fromAsset();
    case 'node':
      return RuntimeImage.onNodeImage();
    case 'registry':
      return RuntimeImage.fromRegistry(given.IMAGE);
    case 'ecr': {
      const repository = ecr.Repository.fromRepositoryArn(stack, 'Repository', given.REPOSITORY_ARN);
      return RuntimeImage.fromEcrRepository(repository, '1.0.0');
    }
  }
}

function subnets(stack: Stack, id: string, ids: readonly string[] | undefined): ec2.SubnetSelection | undefined {
  if (ids === undefined) return undefined;
  return {
    subnets: ids.map((subnetId, index) =>
      ec2.Subnet.fromSubnetAttributes(stack, `${id}${index}`, {
        subnetId,
        availabilityZone: `eu-central-1${index === 0 ? 'a' : 'b'}`,
      }),
    ),
  };
}

function group(stack: Stack, id: string): ec2.ISecurityGroup {
  return ec2.SecurityGroup.fromSecurityGroupId(stack, id, id, { allowAllOutbound: false });
}

/** The user's own services that are backends, each made once. */
class Backends {
  readonly #stack: Stack;
  readonly #vpc: ec2.IVpc;
  readonly #made = new Map<string, Backend>();
  readonly #services: ecs.FargateService[] = [];

  constructor(stack: Stack, vpc: ec2.IVpc) {
    this.#stack = stack;
    this.#vpc = vpc;
  }

  of(input: BackendInput): Backend {
    if ('url' in input) return Backend.url(input.url, input.directives);
    const made = this.#made.get(input.service) ?? this.#service(input);
    this.#made.set(input.service, made);
    return made;
  }

  /** What the template calls the services' security groups. */
  names(): ReadonlyMap<string, string> {
    return new Map(
      this.#services.flatMap(({ node, connections }) =>
        connections.securityGroups.map(({ securityGroupId }) => {
          const { 'Fn::GetAtt': parts } = this.#stack.resolve(securityGroupId) as { readonly 'Fn::GetAtt': string[] };
          return [parts.join('.'), given.backendGroup(node.id)];
        }),
      ),
    );
  }

  #service({ service: id, port, registered = false }: Exclude<BackendInput, { readonly url: string }>): Backend {
    const stack = this.#stack;
    const cluster = ecs.Cluster.fromClusterAttributes(stack, `${id}Cluster`, { clusterName: id, vpc: this.#vpc });
    const taskDefinition = new ecs.FargateTaskDefinition(stack, `${id}Task`);
    const portMappings = [{ containerPort: port }];
    taskDefinition.addContainer('app', { image: ecs.ContainerImage.fromRegistry('example/app'), portMappings });
    const service = new ecs.FargateService(stack, id, { cluster, taskDefinition, minHealthyPercent: 100 });
    if (registered) {
      const cloudMapNamespace = cloudmap.PrivateDnsNamespace.fromPrivateDnsNamespaceAttributes(stack, `${id}Names`, {
        namespaceName: 'services.test',
        namespaceId: 'ns-0123456789abcdef',
        namespaceArn: `arn:aws:servicediscovery:${given.REGION}:${given.ACCOUNT}:namespace/ns-0123456789abcdef`,
      });
      service.enableCloudMap({ cloudMapNamespace, name: id });
    }
    this.#services.push(service);
    return Backend.service(service, port);
  }
}

/** What Docker is to build, by the assets of a stack. */
function builtImage(directory: string): Neutral['image'] | undefined {
  const { dockerImages } = JSON.parse(readFileSync(join(directory, 'Parity.assets.json'), 'utf8')) as {
    readonly dockerImages: Readonly<
      Record<string, { readonly source: { readonly directory: string; readonly platform?: string } }>
    >;
  };
  const [source] = Object.values(dockerImages).map((asset) => asset.source);
  if (source === undefined) return undefined;
  return {
    reference: given.BUILT_IMAGE,
    ...(source.platform !== undefined && { platform: source.platform }),
    context: readdirSync(join(directory, source.directory)).toSorted(),
  };
}
