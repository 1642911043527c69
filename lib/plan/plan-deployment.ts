import { workersOf } from './capacity.ts';
import { checkLimit } from './check-limit.ts';
import type { ContainerPlan, DeploymentPlan, ListenerPlan, ProxyPlan } from './deployment-plan.ts';
import type { DeploymentSpec } from './deployment-spec.ts';
import { checkFargateCpu, checkFargateSize, leastMemory } from './fargate-sizes.ts';
import { DESIRED_COUNT, FARGATE_NOFILE, type Limit } from './limits.ts';
import { sizeTasks, type Tasks } from './size-tasks.ts';
import { following, TIMEOUTS } from './timeouts.ts';

/** Whether a number is known now; a front end's placeholder for one that is known at deployment only is not. */
export type IsKnown = (value: number) => boolean;

/** What a front end calls the settings that have other names there than in {@link DeploymentSpec}; errors use it. */
export interface SettingNames {
  readonly memoryLimitMiB?: string;
}

/**
 * TLS 1.3, and 1.2 with forward secrecy and authenticated encryption only; in every region.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';

const CONTAINER_PORT = 8080;

/** Apart from the proxied port: no path of a backend is taken, and no client reaches it. */
const HEALTH_PORT = 8081;

/**
 * Decides every number of a deployment from what the user asked for.
 *
 * @param isKnown - numbers it denies are taken as they are, unchecked; what follows from them is planned for any value AWS allows
 * @param names - the front end's own
 * @throws {@link PlanError} for a number that AWS would refuse, or that would cut live sockets
 */
export function planDeployment(
  spec: DeploymentSpec,
  isKnown: IsKnown = () => true,
  names: SettingNames = {},
): DeploymentPlan {
  const {
    idleTimeout = TIMEOUTS.idleTimeout.planned,
    clientKeepAlive = TIMEOUTS.clientKeepAlive.planned,
    deregistrationDelay = TIMEOUTS.deregistrationDelay.planned,
    stopTimeout = TIMEOUTS.stopTimeout.planned,
  } = spec;
  const check = (setting: string, value: number, limit: Limit): void => {
    if (isKnown(value)) checkLimit(setting, value, limit);
  };
  check('idleTimeout', idleTimeout, TIMEOUTS.idleTimeout.limit);
  check('clientKeepAlive', clientKeepAlive, TIMEOUTS.clientKeepAlive.limit);
  check('deregistrationDelay', deregistrationDelay, TIMEOUTS.deregistrationDelay.limit);
  check('stopTimeout', stopTimeout, TIMEOUTS.stopTimeout.limit);
  if (spec.desiredCount !== undefined) check('desiredCount', spec.desiredCount, DESIRED_COUNT);
  const { cpu, memoryLimitMiB, desiredCount } = planTasks(spec, isKnown, names);
  if (isKnown(cpu)) {
    if (isKnown(memoryLimitMiB)) checkFargateSize(cpu, memoryLimitMiB, names.memoryLimitMiB);
    else checkFargateCpu(cpu);
  }

  return {
    ...planListeners(spec),
    loadBalancer: { idleTimeout, clientKeepAlive, dropInvalidHeaderFields: !(spec.passInvalidHeaders ?? false) },
    targetGroup: {
      protocol: 'HTTP',
      protocolVersion: 'HTTP1',
      port: CONTAINER_PORT,
      deregistrationDelay,
      // A WebSocket counts for as long as it is open, so this levels out the tasks after a deployment; round robin never would.
      loadBalancingAlgorithm: 'least_outstanding_requests',
      healthCheck: {
        port: HEALTH_PORT,
        path: '/healthz',
        interval: TIMEOUTS.healthCheck.planned,
        timeout: 5,
        healthyThresholdCount: 2,
        // A task that is busy with clients that all connect again must not be killed for it, which would bring the next such storm.
        unhealthyThresholdCount: 4,
        healthyHttpCodes: '200',
      },
    },
    task: { cpu, memoryLimitMiB },
    container: {
      name: 'proxy',
      port: CONTAINER_PORT,
      healthPort: HEALTH_PORT,
      stopTimeout,
      nofile: FARGATE_NOFILE,
      user: 'node',
      // The machine shows more cores than a task of less may use.
      workers: isKnown(cpu) ? workersOf(cpu) : 'auto',
      ...confinement(spec.enableExecuteCommand ?? false),
    },
    service: {
      desiredCount,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      healthCheckGracePeriod: 60,
      // AWS's default for a new service stops healthy tasks, with all their WebSockets, whenever zones are uneven: after each scaling, for one.
      availabilityZoneRebalancing: 'DISABLED',
    },
    // A blocking driver would stop the proxy, and every socket in it, while CloudWatch Logs is slow.
    logs: { retentionInDays: 30, streamPrefix: 'proxy', mode: 'non-blocking', maxBufferSizeMiB: 25 },
    proxy: planProxy(
      isKnown(idleTimeout) ? idleTimeout : TIMEOUTS.idleTimeout.limit.maximum,
      isKnown(stopTimeout) ? stopTimeout : undefined,
    ),
  };
}

/**
 * The server writes no file, listens on no port below 1024, and is not root: it needs no capability. The agent of ECS Exec, which is root, writes
 * files, and which capabilities it needs AWS doesn't say.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
function confinement(
  shell: boolean,
): Pick<ContainerPlan, 'readonlyRootFilesystem' | 'dropCapabilities' | 'initProcessEnabled'> {
  return { readonlyRootFilesystem: !shell, dropCapabilities: shell ? [] : ['ALL'], initProcessEnabled: shell };
}

/** Sizes that only the deployment knows can't be compared with a capacity, and are taken as they are. */
function planTasks(spec: DeploymentSpec, isKnown: IsKnown, names: SettingNames): Tasks {
  const { capacity, cpu = 256, memoryLimitMiB = leastMemory(cpu), desiredCount = 2 } = spec;
  const given = [spec.cpu, spec.memoryLimitMiB, spec.desiredCount];
  if (capacity === undefined || !given.every((value) => value === undefined || isKnown(value)))
    return { cpu, memoryLimitMiB, desiredCount };
  return sizeTasks(capacity, spec, names.memoryLimitMiB);
}

function planListeners({
  tls = false,
  redirectHttp = true,
}: DeploymentSpec): Pick<DeploymentPlan, 'listener' | 'redirectListener'> {
  const http: ListenerPlan = { protocol: 'HTTP', port: 80 };
  if (!tls) return { listener: http };
  const https: ListenerPlan = { protocol: 'HTTPS', port: 443, sslPolicy: SSL_POLICY };
  return redirectHttp ? { listener: https, redirectListener: http } : { listener: https };
}

/** The proxy's own times that follow from the load balancer's and from ECS's. */
export function planProxy(idleTimeout: number, stopTimeout: number | undefined): ProxyPlan {
  return {
    soKeepalive: { idle: TIMEOUTS.soKeepalive.planned },
    proxyReadTimeout: following(TIMEOUTS.proxyReadTimeout.follows, idleTimeout),
    keepaliveTimeout: following(TIMEOUTS.keepaliveTimeout.follows, idleTimeout),
    workerShutdownTimeout:
      stopTimeout === undefined ? undefined : following(TIMEOUTS.workerShutdownTimeout.follows, stopTimeout),
  };
}
