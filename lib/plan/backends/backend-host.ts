import { BlockList, isIPv6 } from 'node:net';
import type { BackendTarget } from './backend-target.ts';
import type { ContainerPlan } from '../deployment-plan.ts';
import { PlanError } from '../errors/plan-error.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('0.0.0.0');
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addAddress('::', 'ipv6');

/**
 * Where a task is told its credentials, and a machine its own: addresses of no backend.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16);
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
LINK_LOCAL.addSubnet('fd00:ec2::', 32, 'ipv6');

/** Whether a host is the task itself, where only another container of it can answer. */
export function isTaskItself(host: string): boolean {
  const name = canonical(host);
  return /^(?:.*\.)?localhost$/.test(name) || contains(LOOPBACK, name);
}

/**
 * Checks that a backend's host is one that a location may lead to.
 *
 * @throws {@link PlanError}
 */
export function checkBackendHost({ host }: Pick<BackendTarget, 'host'>): void {
  if (!contains(LINK_LOCAL, canonical(host))) return;
  throw new PlanError(
    'WSPROXY_BACKEND_ADDRESS',
    `the backend ${host} is a link-local address, where AWS hands out the task's credentials, and no backend is; use the backend's own address or name`,
  );
}

/**
 * What is wrong with backends on the task itself.
 *
 * @param targets - by location
 * @param hasSidecar - whether the task has another container, whose address that is
 * @param wayOut - how the front end is told of one
 */
export function localBackendProblem(
  targets: Readonly<Record<string, Pick<BackendTarget, 'host' | 'port'>>>,
  { port, healthPort }: Pick<ContainerPlan, 'port' | 'healthPort'>,
  hasSidecar: boolean,
  wayOut: string,
): string | undefined {
  for (const [location, target] of Object.entries(targets)) {
    if (!isTaskItself(target.host)) continue;
    const address = `${target.host}:${target.port}`;
    const own = [port, healthPort].find((each) => String(each) === target.port);
    if (own !== undefined) {
      return `backends['${location}']: ${address} is the proxy itself in a task, whose own ports ${port} and ${healthPort} are; use the backend's address, or another port for a container beside it`;
    }
    if (hasSidecar) continue;
    return `backends['${location}']: ${address} is the task itself, where no other container is; use the backend's address or name, ${wayOut}`;
  }
  return undefined;
}

function contains(list: BlockList, host: string): boolean {
  const address = host.replaceAll(/^\[|\]$/g, '');
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** As a resolver takes it: `127.1` and `2130706433` are 127.0.0.1, and a final dot changes nothing. */
function canonical(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  return URL.parse(`http://${name}`)?.hostname ?? name;
}
