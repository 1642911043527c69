import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { MaybeKnown } from '../../plan/index.ts';
import { common, flag, type Kind, late, listOf, shape, wholeNumber } from '../../plan/props/index.ts';
import type { Children } from '../children/children.ts';
import { securityGroupId, subnetIds } from '../args/kinds.ts';
import { selectSubnets } from '../network/subnets.ts';
import type { ComputeContext, ComputeRenderer } from './renderer.ts';
import { allOutbound } from './security-groups.ts';
import { createService } from './service.ts';
import { createTaskDefinition } from './task-definition.ts';
import { createTaskRoles } from './task-roles.ts';

/** What tasks on Fargate are like. */
export interface FargateComputeArgs {
  /**
   * The CPU units of a task, 1024 being one vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
   *
   * @default - what `capacity` takes; 256 without it
   */
  readonly cpu?: pulumi.Input<number | undefined>;

  /**
   * The memory of a task in MiB, of what Fargate allows with `cpu`.
   *
   * @default - what `capacity` takes; without it the least Fargate allows with `cpu`: 512 with 256
   */
  readonly memoryLimitMiB?: pulumi.Input<number | undefined>;

  /**
   * The CPU architecture of the tasks: `X86_64`, or `ARM64`, which costs less.
   *
   * @default 'X86_64'
   */
  readonly cpuArchitecture?: 'X86_64' | 'ARM64';

  /**
   * The subnets of the tasks. They need a way to the image, to CloudWatch Logs and to the backends.
   *
   * @default - `privateSubnetIds`, or `publicSubnetIds` if `assignPublicIp`
   */
  readonly subnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * The security groups of the tasks; rules are added to them, so they must have no inline ones. They need a way out to the image and to
   * CloudWatch Logs; those to the services that are backends are added. Ids that are outputs keep their place in the list: others are added behind them.
   *
   * @default - a new one, with all outbound traffic
   */
  readonly securityGroupIds?: readonly pulumi.Input<string>[];

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
  readonly circuitBreaker?: pulumi.Input<aws.types.input.ecs.ServiceDeploymentCircuitBreaker>;

  /**
   * Whether `pulumi up` waits until a deployment of the service is over, open WebSockets of its old tasks included, and fails with it.
   *
   * @default true
   */
  readonly waitForSteadyState?: pulumi.Input<boolean>;
}

/** The arguments as they were read. */
export interface FargateSettings extends FargateComputeArgs {
  readonly kind: 'fargate';
}

const breaker = shape<{ readonly enable: boolean; readonly rollback: boolean }>(
  { enable: late(flag), rollback: late(flag) },
  { takes: 'an object', wayOut: 'use { enable: true, rollback: true }' },
);

/** What each argument takes; one without a line does not compile. */
export const fargateArgs: Kind<FargateComputeArgs> = shape<FargateComputeArgs>(
  {
    cpu: late(wholeNumber),
    memoryLimitMiB: late(wholeNumber),
    cpuArchitecture: common.cpuArchitecture,
    subnetIds,
    securityGroupIds: listOf(securityGroupId),
    assignPublicIp: flag,
    enableExecuteCommand: flag,
    circuitBreaker: late(breaker),
    waitForSteadyState: late(flag),
  },
  { takes: 'an object', wayOut: 'use Compute.fargate({ cpu: 512 })', noun: 'argument', instances: true },
);

export const FARGATE: ComputeRenderer<FargateSettings> = {
  inputs: { cpu: late(wholeNumber), memoryLimitMiB: late(wholeNumber) },

  spec: ({ kind, enableExecuteCommand }, { cpu, memoryLimitMiB }) => ({
    ...{ kind, enableExecuteCommand },
    cpu: cpu as MaybeKnown | undefined,
    memoryLimitMiB: memoryLimitMiB as MaybeKnown | undefined,
  }),

  prepare: (settings, context) => {
    const { plans, vpcId } = context;
    const { cpuArchitecture = 'X86_64', securityGroupIds: given = [] } = settings;
    const subnets = chooseSubnets(settings, context);
    return {
      cpuArchitecture,
      secure: (children, hasIpv6) => {
        // A task without one would get the VPC's default group, which lets no load balancer in.
        const securityGroup = given.length > 0 ? undefined : createGroup(children, vpcId);
        const securityGroupIds = securityGroup ? [securityGroup.id] : [...new Set(given)];
        return {
          securityGroup,
          securityGroupIds,
          rules: securityGroup ? allOutbound(children, securityGroup, hasIpv6) : [],
          render: ({ clusterArn, runtime, configJson, logGroup, targetGroup, dependsOn }) => {
            const { policies, ...roles } = createTaskRoles(children, settings.enableExecuteCommand ?? false, {
              ...{ logGroup, runtime },
            });
            const taskDefinition = createTaskDefinition(children, plans, cpuArchitecture, {
              ...{ runtime, configJson, roles, logGroup },
            });
            const service = createService(children, plans, settings, {
              ...{ clusterArn, taskDefinition, targetGroup, subnets, securityGroupIds },
              dependsOn: [...dependsOn, ...policies],
            });
            warn(settings, subnets, context);
            return { ...roles, taskDefinition, service };
          },
        };
      },
    };
  },
};

function chooseSubnets(
  { assignPublicIp = false, subnetIds: given }: FargateSettings,
  { place, publicSubnetIds, privateSubnetIds }: ComputeContext,
): pulumi.Output<string[]> {
  return selectSubnets(place, {
    user: 'the tasks',
    from: [
      ['compute.subnetIds', given],
      assignPublicIp ? ['publicSubnetIds', publicSubnetIds] : ['privateSubnetIds', privateSubnetIds],
    ],
    otherwise: assignPublicIp
      ? 'Compute.fargate({ assignPublicIp: false }) with privateSubnetIds'
      : 'Compute.fargate({ assignPublicIp: true }) with publicSubnetIds',
    least: 1,
    why: 'a task needs one; add some, in two Availability Zones for the sake of availability',
  }).ids;
}

function createGroup(children: Children, vpcId: pulumi.Input<string>): aws.ec2.SecurityGroup {
  return children.addTagged('taskSecurityGroup', aws.ec2.SecurityGroup, 'tasks-sg', {
    vpcId,
    description: 'Tasks of a WebSocket proxy',
  });
}

function warn(
  { assignPublicIp = false }: FargateSettings,
  subnets: pulumi.Output<string[]>,
  { place, publicSubnetIds }: ComputeContext,
): void {
  if (assignPublicIp || publicSubnetIds === undefined) return;
  pulumi.all([subnets, pulumi.output(publicSubnetIds)]).apply(([tasks, open]) => {
    if (!tasks.some((id) => open.includes(id))) return;
    void pulumi.log.warn(
      'the tasks are in public subnets without public addresses, so they reach no image registry and no CloudWatch Logs unless VPC endpoints lead there; use Compute.fargate({ assignPublicIp: true }), or subnetIds with a NAT gateway',
      place.component,
    );
  });
}
