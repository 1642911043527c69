import { Lazy, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct } from 'constructs';
import { containerCommand, planDeployment, PlanError, type BackendTarget, type DeploymentPlan } from '../plan/index.ts';
import { atConstruct } from './at-construct.ts';
import type { Backend, BackendBindOptions } from './backend.ts';
import { checkCertificate } from './certificate.ts';
import { checkEnvironments } from './check-environments.ts';
import { checkProps, checkVpc } from './check-props.ts';
import { deploymentSpec, isKnown } from './deployment-spec.ts';
import { injectProps } from './inject-props.ts';
import { addListeners, connectLoadBalancer, createLoadBalancer, createTargetGroup } from './load-balancing.ts';
import { hasIpv6, ipv6Problems } from './ipv6.ts';
import { findCluster, loadBalancerSubnets } from './network.ts';
import { readBackend, readProps } from './prop-kinds.ts';
import { ProxyConfiguration } from './proxy-configuration.ts';
import { RuntimeImage } from './runtime-image.ts';
import { givenSecurityGroups } from './security-groups.ts';
import { addContainer, createService, createTaskDefinition, findLogGroup } from './task.ts';
import { taskDefinitionSizeProblems } from './task-definition-size.ts';
import { addPlanWarnings, addWarnings } from './warnings.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

/** A WebSocket proxy: a load balancer, and a service of proxy tasks behind it. */
export interface IWebSocketProxy extends IConstruct, ec2.IConnectable, iam.IGrantable {
  /** What clients connect to. */
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;

  /** The service whose tasks are the proxy. */
  readonly service: ecs.IFargateService;

  /** The proxy's address: `https://` or `http://`, and the load balancer's DNS name. */
  readonly url: string;
}

/**
 * A WebSocket proxy on Fargate behind an Application Load Balancer, which treats an `Upgrade` as nginx does.
 *
 * One number, `idleTimeout`, says how long an idle WebSocket lives; every timeout on the way follows from it.
 *
 * @example
 * new WebSocketProxy(this, 'Proxy', {
 *   vpc,
 *   certificate,
 *   backends: {
 *     '/chat/': Backend.service(chatService, 8080),
 *     '/': Backend.url('http://legacy.internal:8080'),
 *   },
 * });
 */
export class WebSocketProxy extends Construct implements IWebSocketProxy {
  /** Uniquely identifies this class for property injection. */
  static readonly PROPERTY_INJECTION_ID: string = 'websocket-proxy-constructs.cdk.WebSocketProxy';

  /** Every number of the deployment, decided. */
  readonly plan: DeploymentPlan;

  /** The cluster of the tasks; the one given, or the proxy's own. */
  readonly cluster: ecs.ICluster;

  readonly service: ecs.FargateService;

  readonly taskDefinition: ecs.FargateTaskDefinition;

  /** The container of the proxy server. */
  readonly container: ecs.ContainerDefinition;

  /** The log group of the access and error log; the one given, or the proxy's own. */
  readonly logGroup: logs.ILogGroup;

  readonly loadBalancer: elbv2.ApplicationLoadBalancer;

  /** The listener for clients. */
  readonly listener: elbv2.ApplicationListener;

  /** The listener that redirects HTTP to HTTPS; only with a certificate. */
  readonly redirectListener?: elbv2.ApplicationListener;

  readonly targetGroup: elbv2.ApplicationTargetGroup;

  /** The load balancer's security groups, with the listener's port. Those of the tasks are `service.connections`. */
  readonly connections: ec2.Connections;

  /** The role of the tasks; the proxy itself needs no permission but to read the server that `RuntimeImage.onNodeImage()` has it fetch. */
  readonly grantPrincipal: iam.IPrincipal;

  readonly url: string;

  readonly #configuration: ProxyConfiguration;

  /** @throws PlanError for what AWS would refuse, or what would cut live sockets: one line that begins with the construct's path */
  constructor(scope: Construct, id: string, props: WebSocketProxyProps) {
    super(scope, id);
    const asked = injectProps(
      WebSocketProxy.PROPERTY_INJECTION_ID,
      scope,
      id,
      (props as typeof props | undefined) ?? {},
    );
    const read = atConstruct(this, () => readProps(this, asked));
    this.plan = atConstruct(this, () => {
      checkProps(read);
      checkEnvironments(this, read);
      checkVpc(read);
      if (read.certificate !== undefined) checkCertificate(this, read.certificate);
      return planDeployment(deploymentSpec(read), isKnown);
    });
    const given = { ...read, ...givenSecurityGroups(this, read) };
    const { cpuArchitecture = ecs.CpuArchitecture.X86_64, image = RuntimeImage.onNodeImage() } = given;
    const { backends = {}, nginxConf } = given;
    this.#configuration = atConstruct(this, () => new ProxyConfiguration(this.plan, nginxConf, Object.keys(backends)));
    this.cluster = findCluster(this, given);
    this.logGroup = findLogGroup(this, this.plan.logs, given);

    const runtime = atConstruct(this, () => image.bind({ scope: this, architecture: cpuArchitecture }));
    this.taskDefinition = createTaskDefinition(this, this.plan, cpuArchitecture, runtime);
    this.grantPrincipal = this.taskDefinition.taskRole;
    this.container = addContainer(this.taskDefinition, this.plan, runtime, {
      command: containerCommand(
        this.plan.container,
        Lazy.uncachedString({ produce: () => this.#configuration.json(this) }),
      ),
      logGroup: this.logGroup,
    });
    this.service = createService(this, this.cluster, this.taskDefinition, this.plan, given);

    this.loadBalancer = createLoadBalancer(this, this.cluster.vpc, this.plan, given);
    this.targetGroup = createTargetGroup(this, this.service, this.plan, given);
    const { listener, redirectListener } = addListeners(this.loadBalancer, this.targetGroup, this.plan, given);
    this.listener = listener;
    this.redirectListener = redirectListener;
    this.connections = listener.connections;
    this.url = `${given.certificate ? 'https' : 'http'}://${this.loadBalancer.loadBalancerDnsName}`;

    connectLoadBalancer(this, this.cluster.vpc, given);
    addWarnings(this, given, this.#configuration.lifted);
    for (const [location, backend] of Object.entries(backends)) this.addBackend(location, backend);
    this.node.addValidation({ validate: () => this.#problems() });
    if (hasIpv6(given) && !Token.isUnresolved(given.ipAddressType)) {
      const { vpc } = this.cluster;
      const { subnets } = vpc.selectSubnets(loadBalancerSubnets(this, vpc, given));
      this.node.addValidation({ validate: () => [...ipv6Problems(subnets)] });
    }
  }

  /**
   * Sends the requests of a location to a backend; with `nginxConf`, those of an upstream.
   *
   * @param location - in nginx's syntax: `'/chat/'`, `'= /exact'`, `'~ ^/v\d+/'`; with `nginxConf` the upstream's name
   * @throws PlanError when the location is none, is taken, or can't have this backend
   */
  addBackend(location: string, backend: Backend): void {
    atConstruct(this, () => {
      const given = readBackend(location, backend);
      this.#configuration.checkFree(location);
      const bound = bindBackend(location, given, { scope: this, vpc: this.cluster.vpc, tasks: this.service });
      addPlanWarnings(this, this.#configuration.add(location, bound));
    });
  }

  #problems(): string[] {
    const problems = this.#configuration.problems(this);
    // What can't be a configuration has no size.
    return problems.length > 0 ? problems : taskDefinitionSizeProblems(this.taskDefinition);
  }
}

function bindBackend(location: string, backend: Backend, options: BackendBindOptions): BackendTarget {
  try {
    return backend.bind(options);
  } catch (error) {
    throw error instanceof PlanError ? error.at(`backends['${location}']`) : error;
  }
}
