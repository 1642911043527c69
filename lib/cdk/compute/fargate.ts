import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { errorsAt, type ComputeSpec } from '../../plan/index.ts';
import { flag, type Kind, late, listOf, shape, wholeNumber } from '../../plan/props/index.ts';
import { listed, type References } from '../checks/references.ts';
import { cpuArchitecture, securityGroup, subnetSelection } from '../props/kinds.ts';
import { addWarning } from '../errors/annotations.ts';
import { addContainer } from './container.ts';
import type { ComputeContext, ComputeParts, ComputeRenderer } from './renderer.ts';
import { taskSecurityGroups } from './security-groups.ts';
import { createService } from './service.ts';
import { maybeKnown } from '../tokens/numbers.ts';
import { tasksAreCutOff, taskSubnets } from './subnets.ts';

/** What tasks on Fargate are like. */
export interface FargateComputeProps {
  /**
   * The CPU units of a task, 1024 being one vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
   *
   * @default - what `capacity` takes; 256 without it
   */
  readonly cpu?: number;

  /**
   * The memory of a task in MiB, of what Fargate allows with `cpu`.
   *
   * @default - what `capacity` takes; without it the least Fargate allows with `cpu`, which must not be a token then: 512 with 256
   */
  readonly memoryLimitMiB?: number;

  /**
   * The CPU architecture of the tasks: X86_64, or ARM64, which costs less.
   *
   * @default CpuArchitecture.X86_64
   */
  readonly cpuArchitecture?: ecs.CpuArchitecture;

  /**
   * The subnets of the tasks. They need a way to the image, to CloudWatch Logs and to the backends.
   *
   * @default - the private subnets; public ones if `assignPublicIp`
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the tasks; rules are added to them. Those that another stack makes are refused: make them in this one, or import them.
   *
   * @default - a new one, with all outbound traffic
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether tasks get public addresses, which they need in public subnets.
   *
   * @default false
   */
  readonly assignPublicIp?: boolean;

  /**
   * Whether `aws ecs execute-command` may open a shell in a task. It needs a writable root filesystem and the usual Linux
   * capabilities, which the container is without otherwise, an init process, and gives the task role permissions.
   *
   * @default false
   */
  readonly enableExecuteCommand?: boolean;

  /**
   * Whether a deployment whose tasks don't become healthy is given up, and rolled back.
   *
   * @default - enabled, with rollback
   */
  readonly circuitBreaker?: ecs.DeploymentCircuitBreaker;
}

/** The props as they were read. */
export interface FargateSettings extends FargateComputeProps {
  readonly kind: 'fargate';
}

/** What each prop takes; a prop without a line does not compile. */
export const fargateProps: Kind<FargateComputeProps, Construct> = shape<FargateComputeProps, Construct>(
  {
    cpu: late(wholeNumber),
    memoryLimitMiB: late(wholeNumber),
    cpuArchitecture,
    vpcSubnets: subnetSelection,
    securityGroups: listOf(securityGroup),
    assignPublicIp: flag,
    enableExecuteCommand: flag,
    circuitBreaker: shape<ecs.DeploymentCircuitBreaker>(
      { enable: late(flag), rollback: late(flag) },
      { takes: 'a DeploymentCircuitBreaker', wayOut: 'use { rollback: true }' },
    ),
  },
  {
    takes: 'an object',
    wayOut: 'use Compute.fargate({ cpu: 512 })',
    noun: 'prop',
    instances: true,
    elsewhere: { waitForSteadyState: 'leave it out, CloudFormation always waits for the service' },
  },
);

export const FARGATE: ComputeRenderer<FargateSettings> = {
  given: ({ vpcSubnets, securityGroups = [] }: FargateSettings): References => ({
    objects: listed('compute.securityGroups', securityGroups),
    ids: {
      'compute.vpcSubnets': (vpcSubnets?.subnets ?? []).map(({ subnetId }) => subnetId),
      'compute.securityGroups': securityGroups.map(({ securityGroupId }) => securityGroupId),
    },
  }),

  spec: ({ kind, cpu, memoryLimitMiB, enableExecuteCommand }: FargateSettings): ComputeSpec => ({
    ...{ kind, enableExecuteCommand },
    cpu: maybeKnown(cpu),
    memoryLimitMiB: maybeKnown(memoryLimitMiB),
  }),

  render: (settings: FargateSettings, context: ComputeContext): ComputeParts => {
    const { scope, plan, cluster, image, loadBalancing } = context;
    const { cpuArchitecture: architecture = ecs.CpuArchitecture.X86_64, assignPublicIp = false } = settings;
    const securityGroups = taskSecurityGroups(scope, settings.securityGroups, loadBalancing);
    const runtime = errorsAt(scope.node.path, () => image._bind({ scope, architecture }));
    const taskDefinition = new ecs.FargateTaskDefinition(scope, 'TaskDefinition', {
      cpu: plan.task.cpu,
      memoryLimitMiB: plan.task.memoryLimitMiB,
      runtimePlatform: { cpuArchitecture: architecture, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
    });
    for (const permission of runtime.permissions ?? []) taskDefinition.addToTaskRolePolicy(permission);
    const container = addContainer(taskDefinition, runtime, context);
    const service = createService(scope, plan.service, context.desiredCount, {
      cluster,
      taskDefinition,
      circuitBreaker: settings.circuitBreaker ?? { rollback: true },
      assignPublicIp,
      enableExecuteCommand: settings.enableExecuteCommand ?? false,
      vpcSubnets: taskSubnets(scope, cluster.vpc, settings),
      securityGroups,
    });
    // CDK's own rule for all that goes out is for IPv4.
    if (loadBalancing.hasIpv6 && (securityGroups ?? []).length === 0) {
      service.connections.allowTo(ec2.Peer.anyIpv6(), ec2.Port.allTcp(), 'Allow all outbound TCP by IPv6');
    }
    if (tasksAreCutOff(cluster.vpc, settings)) {
      addWarning(
        scope,
        'tasksCutOff',
        'the tasks are in isolated subnets, or in public ones without public addresses, so they reach no image registry and no CloudWatch Logs unless VPC endpoints lead there; use Compute.fargate({ vpcSubnets }) with a NAT gateway, or assignPublicIp in public ones',
      );
    }
    return { taskDefinition, container, service };
  },
};
