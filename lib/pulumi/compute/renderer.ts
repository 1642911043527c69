import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { ComputeSpec, Facet } from '../../plan/index.ts';
import type { Children } from '../children/children.ts';
import type { ExistingLogGroup } from './log-group.ts';
import type { PlannedFacet } from '../planning/facet-planner.ts';
import type { ComponentContext } from '../errors/component-errors.ts';
import type { Plans } from '../planning/plans.ts';
import type { RuntimeImageConfig } from '../images/runtime-image-config.ts';
import type { Rule } from '../network/security-groups.ts';

/** What compute may use of the proxy that it is for. */
export interface ComputeContext {
  readonly place: ComponentContext;
  readonly plans: Plans;
  readonly vpcId: pulumi.Input<string>;
  readonly publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  readonly privateSubnetIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/** What makes the resources of one kind of compute from its settings. */
export interface ComputeRenderer<S extends Facet> extends PlannedFacet<S, ComputeSpec> {
  /**
   * Checks what can be checked before anything is created.
   *
   * @throws PlanError
   */
  prepare(settings: S, context: ComputeContext): PreparedCompute;
}

/** Compute of which nothing is created. */
export interface PreparedCompute {
  /** What an image is to be built for. */
  readonly cpuArchitecture: 'X86_64' | 'ARM64';
  /**
   * Creates its security groups, which other rules name.
   *
   * @param hasIpv6 - whether the tasks are to be let out by IPv6, too
   */
  secure(children: Children, hasIpv6: boolean): SecuredCompute;
}

/** Compute that has its security groups. */
export interface SecuredCompute {
  /** The one that was created; undefined where some are given. */
  readonly securityGroup: aws.ec2.SecurityGroup | undefined;
  /** Plain ones as they are given, as rules are named after them. */
  readonly securityGroupIds: readonly pulumi.Input<string>[];
  readonly rules: readonly Rule[];
  render(parts: ComputeInputs): ComputeParts;
}

/** What the tasks are made of. */
export interface ComputeInputs {
  readonly clusterArn: pulumi.Input<string>;
  readonly runtime: RuntimeImageConfig;
  /** What the proxy is configured to do. */
  readonly configJson: pulumi.Output<string>;
  readonly logGroup: ExistingLogGroup;
  readonly targetGroup: aws.lb.TargetGroup;
  /** What tasks need besides in order to serve until they have stopped. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** The resources of compute. */
export interface ComputeParts {
  /** What the proxy is; it needs no permission but to read the server that a Node image fetches. */
  readonly taskRole: aws.iam.Role;
  /** What starts it: pulls its image and writes its logs. */
  readonly executionRole: aws.iam.Role;
  readonly taskDefinition: aws.ecs.TaskDefinition;
  readonly service: aws.ecs.Service;
}
