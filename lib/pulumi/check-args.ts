import { checkLocation, PlanError } from '../plan/index.ts';
import { atLocation } from './at-location.ts';
import { Backend } from './backend.ts';
import { directivesNow } from './directives.ts';
import { isPlain } from './plain.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** What decides which resources there are, or what they are like in more than a value. */
const STRUCTURE = [
  'backends',
  'redirectHttp',
  'cpuArchitecture',
  'image',
  'internal',
  'allowFrom',
  'ipAddressType',
  'taskSecurityGroupIds',
  'assignPublicIp',
  'enableExecuteCommand',
] as const;

const ARCHITECTURES: readonly unknown[] = [undefined, 'X86_64', 'ARM64'];
const ADDRESS_TYPES: readonly unknown[] = [undefined, 'ipv4', 'dualstack', 'dualstack-without-public-ipv4'];

/**
 * Checks that no argument contradicts another, as far as that shows when the program runs.
 *
 * @throws PlanError of lib/plan
 */
export function checkArgs(args: WebSocketProxyArgs): void {
  if (args.backends === undefined && args.nginxConf === undefined) {
    throw new PlanError(
      "neither backends nor nginxConf is given; give backends: { '/': Backend.url('http://host:port') }",
    );
  }
  for (const name of STRUCTURE) {
    if (isPlain<unknown>(args[name])) continue;
    throw new PlanError(`${name} is an output, but it decides which resources there are; give it a plain value`);
  }
  for (const [name, value] of Object.entries({ capacity: args.capacity, ...capacityValues(args) })) {
    if (isPlain<unknown>(value)) continue;
    throw new PlanError(`${name} is an output, but other numbers follow from it; give it a plain value`);
  }
  const { certificateArn, sslPolicy, redirectHttp, logGroup, logRetentionInDays, cpuArchitecture, ipAddressType } =
    args;
  if (sslPolicy !== undefined && certificateArn === undefined) {
    throw new PlanError(
      'sslPolicy is given, but without a certificate there is no HTTPS listener; give certificateArn too',
    );
  }
  if (redirectHttp === true && certificateArn === undefined) {
    throw new PlanError(
      'redirectHttp is true, but without a certificate there is no HTTPS to go to; give certificateArn too',
    );
  }
  if (logGroup && logRetentionInDays !== undefined) {
    throw new PlanError(
      "logRetentionInDays is for the proxy's own log group, but logGroup is given; set the retention there",
    );
  }
  if (!ARCHITECTURES.includes(cpuArchitecture)) {
    throw new PlanError(
      `cpuArchitecture is ${String(cpuArchitecture)}, but Fargate allows X86_64 and ARM64; use either`,
    );
  }
  if (!ADDRESS_TYPES.includes(ipAddressType)) {
    throw new PlanError(
      `ipAddressType is ${String(ipAddressType)}, but an Application Load Balancer allows ipv4, dualstack and dualstack-without-public-ipv4; use one of these`,
    );
  }
  if (args.internal === true && ipAddressType === 'dualstack-without-public-ipv4') {
    throw new PlanError(
      'ipAddressType is dualstack-without-public-ipv4, but an Application Load Balancer allows that to the internet only; use dualstack, or internal: false',
    );
  }
  checkBackends(args);
}

function capacityValues({ capacity = { tunnels: 0 } }: WebSocketProxyArgs): Readonly<Record<string, unknown>> {
  if (!isPlain<unknown>(capacity)) return {};
  return Object.fromEntries(Object.entries(capacity).map(([name, value]) => [`capacity.${name}`, value]));
}

/** What they are the backends of is checked with the plan if it is `nginxConf`. */
function checkBackends({ backends = {}, nginxConf }: WebSocketProxyArgs): void {
  const entries = Object.entries(backends);
  if (entries.length === 0 && nginxConf === undefined) {
    throw new PlanError("has no backend; give it backends: { '/': Backend.url('http://host:port') }");
  }
  for (const [location, backend] of entries) {
    if (!(backend instanceof Backend)) {
      throw new PlanError(`backends['${location}'] is no backend; use Backend.service() or Backend.url()`);
    }
    checkName(location, backend, backends);
    const target = atLocation(location, () => backend.targetNow());
    if (nginxConf !== undefined) continue;
    checkLocation(location, {
      scheme: 'http',
      host: '',
      port: '',
      ...target,
      directives: directivesNow(backend.directives),
    });
  }
}

/** What is made for a service is named after it. */
function checkName(location: string, backend: Backend, backends: Readonly<Record<string, Backend>>): void {
  const { name } = backend;
  if (
    name === undefined ||
    Object.values(backends).every((other) => other === backend || !(other instanceof Backend) || other.name !== name)
  )
    return;
  throw new PlanError(
    `backends['${location}']: another backend is called '${name}' too; give each service a name of its own, or several locations the same Backend`,
  );
}
