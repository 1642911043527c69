import { Lazy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  containerCommand,
  errorsAt,
  planDeployment,
  withNumbers,
  type BackendTarget,
  type EarlyPlan,
  type WebSocketProxyPlan,
} from '../plan/index.ts';
import type { Backend } from './backends/backend.ts';
import type { BackendBindOptions } from './backends/bind-options.ts';
import { checkCertificate } from './checks/certificate.ts';
import { checkEnvironments } from './checks/environments.ts';
import { checkNumbers, checkProps, checkVpc } from './checks/props.ts';
import { findCluster } from './compute/cluster.ts';
import { computeRenderer } from './compute/renderers.ts';
import { deploymentSpec } from './deployment-spec.ts';
import { ImportedWebSocketProxy, type IWebSocketProxy, type WebSocketProxyAttributes } from './imported-proxy.ts';
import { injectProps } from './props/property-injection.ts';
import { loadBalancingRenderer } from './load-balancing/renderers.ts';
import { findLogGroup } from './compute/log-group.ts';
import { readBackend, readProps } from './props/prop-kinds.ts';
import { ProxyConfiguration } from './configuration/proxy-configuration.ts';
import { RuntimeImage } from './images/runtime-image.ts';
import { scalingRenderer } from './scaling/renderers.ts';
import type { Settings } from './props/settings.ts';
import { taskDefinitionSizeProblems } from './checks/task-definition-size.ts';
import { addNotices, addPlanWarnings } from './errors/annotations.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

/**
 * A WebSocket proxy: tasks behind a load balancer that treat an `Upgrade` as nginx does. By default they are on Fargate, behind an
 * Application Load Balancer.
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

  /**
   * Refers to a proxy that another stack, app or tool has made.
   *
   * @example
   * const proxy = WebSocketProxy.fromWebSocketProxyAttributes(this, 'Proxy', attributes);
   * proxy.connections.allowDefaultPortFrom(office);
   */
  static fromWebSocketProxyAttributes(
    scope: Construct,
    id: string,
    attributes: WebSocketProxyAttributes,
  ): IWebSocketProxy {
    return new ImportedWebSocketProxy(scope, id, attributes);
  }

  /** The numbers of the deployment, decided. */
  readonly plan: WebSocketProxyPlan;

  /** The cluster of the tasks; the one given, or the proxy's own. */
  readonly cluster: ecs.ICluster;

  /** The service whose tasks are the proxy. */
  readonly service: ecs.FargateService;

  /** The task definition of the service; containers that are added to it run beside the proxy. */
  readonly taskDefinition: ecs.FargateTaskDefinition;

  /** The container of the proxy server. */
  readonly container: ecs.ContainerDefinition;

  /** The log group of the access and error log; the one given, or the proxy's own. */
  readonly logGroup: logs.ILogGroup;

  /** What clients connect to. */
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;

  /** The listener for clients. */
  readonly listener: elbv2.ApplicationListener;

  /** The listener that redirects HTTP to HTTPS; only with a certificate. */
  readonly redirectListener?: elbv2.ApplicationListener;

  /** The tasks as the load balancer has them. */
  readonly targetGroup: elbv2.ApplicationTargetGroup;

  /** The load balancer's security groups, with the listener's port. Those of the tasks are `service.connections`. */
  readonly connections: ec2.Connections;

  /** The role of the tasks; the proxy itself needs no permission but to read the server that `RuntimeImage.onNodeImage()` has it fetch. */
  readonly grantPrincipal: iam.IPrincipal;

  /** The proxy's address: `https://` or `http://`, and the load balancer's DNS name. */
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
    const settings = errorsAt(this.node.path, () => readProps(this, asked));
    const early = errorsAt(this.node.path, () => planOf(this, settings));
    const plan = withNumbers(early);
    this.plan = plan;
    const { backends = {}, nginxConf, certificate, loadBalancing, compute, scaling } = settings;
    this.#configuration = errorsAt(
      this.node.path,
      () => new ProxyConfiguration(early, nginxConf, Object.keys(backends)),
    );
    this.cluster = findCluster(this, settings);
    this.logGroup = findLogGroup(this, plan.logs, settings);

    const front = loadBalancingRenderer(loadBalancing).render(loadBalancing, {
      ...{ scope: this, vpc: this.cluster.vpc, plan, certificate },
    });
    const scaler = scalingRenderer(scaling);
    const { taskDefinition, container, service } = computeRenderer(compute).render(compute, {
      ...{ scope: this, plan, cluster: this.cluster, logGroup: this.logGroup, loadBalancing: front },
      image: settings.image ?? RuntimeImage.onNodeImage(),
      command: containerCommand(plan.container, Lazy.uncachedString({ produce: () => this.#configuration.json(this) })),
      desiredCount: (created) => scaler.desiredCount(scaling, plan, created),
    });
    this.taskDefinition = taskDefinition;
    this.grantPrincipal = taskDefinition.taskRole;
    this.container = container;
    this.service = service;
    scaler.render(scaling, { scope: this, plan, service });

    const { loadBalancer, listener, redirectListener, targetGroup, url } = front.attach(service);
    this.loadBalancer = loadBalancer;
    this.listener = listener;
    this.redirectListener = redirectListener;
    this.targetGroup = targetGroup;
    this.connections = listener.connections;
    this.url = url;

    addPlanWarnings(this, this.#configuration.lifted?.warnings ?? []);
    addNotices(this, this.#configuration.lifted?.notices ?? []);
    for (const [location, backend] of Object.entries(backends)) this.addBackend(location, backend);
    this.node.addValidation({ validate: () => this.#problems() });
  }

  /**
   * Sends the requests of a location to a backend; with `nginxConf`, those of an upstream.
   *
   * @param location - in nginx's syntax: `'/chat/'`, `'= /exact'`, `'~ ^/v\d+/'`; with `nginxConf` the upstream's name
   * @throws PlanError when the location is none, is taken, or can't have this backend
   */
  addBackend(location: string, backend: Backend): void {
    errorsAt(this.node.path, () => {
      const given = readBackend(location, backend);
      this.#configuration.checkFree(location);
      const bound = bindBackend(location, given, { scope: this, vpc: this.cluster.vpc, tasks: this.service });
      addPlanWarnings(this, this.#configuration.add(location, bound));
    });
  }

  #problems(): string[] {
    const problems = this.#configuration.problems(this, this);
    // What can't be a configuration has no size.
    return problems.length > 0 ? problems : taskDefinitionSizeProblems(this.taskDefinition);
  }
}

/** @throws PlanError */
function planOf(scope: Construct, settings: Settings): EarlyPlan {
  checkProps(settings);
  checkEnvironments(scope, settings);
  checkVpc(settings);
  if (settings.certificate !== undefined) checkCertificate(scope, settings.certificate);
  const spec = deploymentSpec(settings);
  checkNumbers(spec);
  return planDeployment(spec);
}

function bindBackend(location: string, backend: Backend, options: BackendBindOptions): BackendTarget {
  return errorsAt(`backends['${location}']`, () => backend._bind(options));
}
