import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { Facet, LoadBalancingSpec } from '../../plan/index.ts';
import type { Children } from '../children/children.ts';
import type { PlannedFacet } from '../planning/facet-planner.ts';
import type { ComponentContext } from '../errors/component-errors.ts';
import type { Plans } from '../planning/plans.ts';
import type { Rule } from '../network/security-groups.ts';

/** What load balancing may use of the proxy that it is for. */
export interface LoadBalancingContext {
  readonly place: ComponentContext;
  readonly plans: Plans;
  readonly vpcId: pulumi.Input<string>;
  readonly publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  readonly privateSubnetIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  readonly certificateArn?: pulumi.Input<string> | undefined;
}

/** What makes the resources of one kind of load balancing from its settings. */
export interface LoadBalancingRenderer<S extends Facet> extends PlannedFacet<S, LoadBalancingSpec> {
  /**
   * Checks that no setting contradicts another, or the certificate.
   *
   * @throws PlanError
   */
  check(settings: S, certificateArn: pulumi.Input<string> | undefined): void;
  /**
   * Checks what can be checked before anything is created.
   *
   * @throws PlanError
   */
  prepare(settings: S, context: LoadBalancingContext): PreparedLoadBalancing;
}

/** Load balancing of which nothing is created. */
export interface PreparedLoadBalancing {
  /** Whether clients may come by IPv6. */
  readonly hasIpv6: boolean;
  /** Creates its security groups, which the tasks' rules name. */
  secure(children: Children): SecuredLoadBalancing;
}

/** Load balancing that has its security groups. */
export interface SecuredLoadBalancing {
  /** The one that was created; undefined where one is given. */
  readonly securityGroup: aws.ec2.SecurityGroup | undefined;
  readonly securityGroupId: pulumi.Output<string>;
  /** Lets in the clients, and what they send through to the tasks, whose security groups these are. */
  connect(taskGroupIds: readonly pulumi.Input<string>[]): readonly Rule[];
  /** Creates what the tasks are behind. */
  render(): LoadBalancingParts;
}

/** The resources of load balancing. */
export interface LoadBalancingParts {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly targetGroup: aws.lb.TargetGroup;
  /** For clients. */
  readonly listener: aws.lb.Listener;
  /** Sends HTTP to HTTPS. */
  readonly redirectListener?: aws.lb.Listener;
}
