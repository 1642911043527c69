import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import {
  Backend,
  Compute,
  LoadBalancing,
  NginxConf,
  RuntimeImage,
  Scaling,
  WebSocketProxy,
} from 'websocket-proxy-constructs/pulumi';
import { inputsOf, record, type Recording } from '../pulumi/fixture.ts';
import type { BackendInput, Input } from './cases.ts';
import * as given from './given.ts';
import type { Neutral } from './neutral.ts';
import { pulumiForm } from './pulumi-form.ts';

/**
 * What the Pulumi component makes of an input.
 *
 * @param later - whether half of it is outputs, as what comes from other resources is
 */
export async function pulumiSide(input: Input, later = true): Promise<Neutral> {
  const recording = await pulumiRecording(input, later);
  return pulumiForm(recording.resources, input.image === 'built' ? builtImage(recording) : undefined);
}

/** The resources that the Pulumi component asks for, for an input. */
export function pulumiRecording(input: Input, later = true): Promise<Recording> {
  const maybe = <T>(value: T): pulumi.Input<T> => (later ? (pulumi.output(value) as pulumi.Output<T>) : value);
  const backends = new Map<string, Backend>();
  const backend = (of: BackendInput): Backend => {
    if ('url' in of) return Backend.url(of.url, of.directives);
    const { service, port, registered = false } = of;
    const made =
      backends.get(service) ??
      Backend.service(service, {
        port,
        securityGroupId: given.backendGroup(service),
        ...(registered && { dnsName: `${service}.services.test` }),
      });
    backends.set(service, made);
    return made;
  };
  return record(
    () =>
      new WebSocketProxy('proxy', {
        vpcId: given.VPC,
        publicSubnetIds: given.PUBLIC_SUBNETS,
        privateSubnetIds: given.PRIVATE_SUBNETS,
        backends: Object.fromEntries(
          Object.entries(input.backends ?? {}).map(([location, of]) => [location, backend(of)]),
        ),
        nginxConf: input.nginxConf === undefined ? undefined : NginxConf.fromText(input.nginxConf),
        clusterArn: input.givenCluster === true ? given.CLUSTER_ARN : undefined,
        idleTimeout: input.idleTimeout,
        loadBalancing: LoadBalancing.application({
          clientKeepAlive: maybe(input.clientKeepAlive),
          sslPolicy: input.sslPolicy,
          redirectHttp: input.redirectHttp,
          internetFacing: input.internal === undefined ? undefined : !input.internal,
          allowFrom: input.allowFrom,
          ipAddressType: input.ipAddressType,
          deletionProtection: input.deletionProtection,
          subnetIds: input.loadBalancerSubnets && [...input.loadBalancerSubnets],
          securityGroupId: input.givenSecurityGroups === true ? given.LOAD_BALANCER_GROUP : undefined,
          ...input.untyped?.loadBalancing,
        }),
        deregistrationDelay: input.deregistrationDelay,
        stopTimeout: maybe(input.stopTimeout),
        compute: Compute.fargate({
          cpu: input.cpu,
          memoryLimitMiB: maybe(input.memory),
          cpuArchitecture: input.architecture,
          circuitBreaker: input.circuitBreaker,
          assignPublicIp: input.assignPublicIp,
          enableExecuteCommand: input.executeCommand,
          subnetIds: input.taskSubnets && [...input.taskSubnets],
          securityGroupIds: input.givenSecurityGroups === true ? [given.TASKS_GROUP] : undefined,
          ...input.untyped?.compute,
        }),
        scaling: scaling(input, maybe),
        capacity: input.capacity,
        image: image(input),
        certificateArn: input.tls === true ? maybe(given.CERTIFICATE) : undefined,
        logRetentionInDays: input.logRetention,
        logGroup: input.givenLogGroup === true ? { name: given.LOG_GROUP, arn: given.LOG_GROUP_ARN } : undefined,
        tags: input.tags,
        ...input.untyped?.props,
      }),
  );
}

function scaling({ desiredCount, untyped }: Input, maybe: <T>(value: T) => pulumi.Input<T>): Scaling {
  if (untyped && 'desiredCount' in untyped) return Scaling.fixed(untyped.desiredCount as number);
  return Scaling.fixed(maybe(desiredCount));
}

function image(input: Input): RuntimeImage {
  switch (input.image ?? 'registry') {
    case 'built':
      return RuntimeImage.fromDockerBuild();
    case 'node':
      return RuntimeImage.onNodeImage();
    case 'registry':
      return RuntimeImage.fromRegistry(given.IMAGE);
    case 'ecr': {
      const repository = { arn: given.REPOSITORY_ARN, repositoryUrl: given.REPOSITORY_URL };
      return RuntimeImage.fromEcrRepository(repository, '1.0.0');
    }
  }
}

function builtImage(recording: Parameters<typeof inputsOf>[0]): Neutral['image'] {
  const { platforms, context } = inputsOf(recording, 'docker-build:index:Image') as {
    readonly platforms: readonly string[];
    readonly context: { readonly location: string };
  };
  return {
    reference: given.BUILT_IMAGE,
    platform: platforms.join(),
    context: readdirSync(resolve(context.location)).toSorted(),
  };
}
