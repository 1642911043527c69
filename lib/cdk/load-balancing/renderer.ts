import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { DeploymentPlan, LoadBalancingSpec } from '../../plan/index.ts';
import type { References } from '../checks/references.ts';

/** What load balancing may use of the proxy that it is for. */
export interface LoadBalancingContext {
  /** The proxy itself. */
  readonly scope: Construct;
  readonly vpc: ec2.IVpc;
  readonly plan: DeploymentPlan;
  readonly certificate: ICertificate | undefined;
}

/** What makes the resources of one kind of load balancing from its settings. */
export interface LoadBalancingRenderer<S> {
  /**
   * Checks that no setting contradicts another, or the certificate.
   *
   * @throws PlanError
   */
  check(settings: S, certificate: ICertificate | undefined): void;
  given(settings: S): References;
  /** The settings as the plan takes them. */
  spec(settings: S): LoadBalancingSpec;
  /** Makes what is there before the tasks are. */
  render(settings: S, context: LoadBalancingContext): RenderedLoadBalancing;
}

/** Load balancing without tasks behind it. */
export interface RenderedLoadBalancing extends ec2.IConnectable {
  /** Whether clients may come by IPv6. */
  readonly hasIpv6: boolean;
  /** Puts a service behind it, and lets in the clients. */
  attach(service: ecs.FargateService): LoadBalancingParts;
}

/** The resources of load balancing. */
export interface LoadBalancingParts {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  /** For clients. */
  readonly listener: elbv2.ApplicationListener;
  /** Sends HTTP to HTTPS. */
  readonly redirectListener?: elbv2.ApplicationListener;
  readonly targetGroup: elbv2.ApplicationTargetGroup;
  /** `https://` or `http://`, and the name that clients connect to. */
  readonly url: string;
}
