import {
  type ListenConfig,
  type ServerConfig,
  formatListen,
  parseListen,
} from '../../../proxy-runtime/config/index.ts';
import type { EarlyPlan, ProxyPlan } from '../deployment-plan.ts';
import { PlanError } from '../errors/plan-error.ts';
import { placeRedirects, readRedirect } from './https-redirects.ts';
import type { PlacedConfig, PlacedServer } from './levels.ts';
import type { Warn } from './plan-warning.ts';
import type { Block } from './server-block.ts';

/**
 * Puts all servers on the container's port, where names tell them apart. The load balancer has one listener with one certificate; what
 * listens with ssl is behind it.
 *
 * @throws {@link PlanError} where names don't tell them apart
 */
export function planListens(
  { servers }: PlacedConfig,
  {
    container,
    listener,
    proxy,
    redirectListener,
  }: Pick<EarlyPlan, 'container' | 'listener' | 'proxy' | 'redirectListener'>,
  warn: Warn,
): readonly PlacedServer[] {
  const tls = listener.protocol === 'HTTPS';
  const all = servers.map((server) => readBlock(server, container));
  const blocks = tls ? placeRedirects(all, redirectListener !== undefined, warn) : all;
  if (blocks.every(({ outer }) => outer.length === 0)) {
    throw new PlanError(
      'WSPROXY_NGINX_CONF',
      'has no server that clients reach; give it one that listens on a port and has a location',
    );
  }
  checkNames(blocks);
  // A redirect as the default server would answer where it sends to, if no server is called so.
  const others = tls ? blocks.filter(({ redirect }) => redirect === undefined) : blocks;
  const first = defaultBlock(others, tls, warn) ?? defaultBlock(blocks, tls, warn);
  return blocks.map((each) => ({
    server: { ...each.server, listen: listensOf(each, container.port, proxy, each === first) },
    place: each.place,
  }));
}

function readBlock({ server, place }: PlacedServer, container: EarlyPlan['container']): Block {
  const listens = [server.listen].flat().map((listen) => (typeof listen === 'object' ? listen : { address: listen }));
  const inner = listens.filter((listen) => isInner(listen, place, container));
  const outer = listens.filter((listen) => !inner.includes(listen));
  const plain = outer.length > 0 && outer.every(({ ssl }) => ssl !== true);
  return { server, place, inner, outer, redirect: plain ? readRedirect(server) : undefined };
}

function isInner({ address }: ListenConfig, place: string, { port, healthPort }: EarlyPlan['container']): boolean {
  const parsed = parseListen(address);
  if (parsed.kind === 'unix') {
    throw new PlanError(
      'WSPROXY_NGINX_SERVERS',
      `${place} listens on unix:${parsed.path}, but a task has no folder for sockets; let it listen on 127.0.0.1 and a port`,
    );
  }
  if (!isLoopback(parsed.host)) return false;
  if (parsed.port === port || parsed.port === healthPort) {
    throw new PlanError(
      'WSPROXY_NGINX_SERVERS',
      `${place} listens on ${formatListen(parsed)}, but port ${parsed.port} is the container's own; use another one`,
    );
  }
  return true;
}

/** Whether an address is one of the task itself. */
export function isLoopback(host: string): boolean {
  return /^127\.|^\[?::1\]?$|^localhost$/i.test(host);
}

/** Two servers of one name and one address are nginx's own affair: the first has it. */
function checkNames(blocks: readonly Block[]): void {
  const owners = new Map<string, Block>();
  for (const each of blocks.filter(({ outer }) => outer.length > 0)) {
    for (const name of [each.server.serverName ?? ''].flat().map((text) => text.toLowerCase())) {
      const owner = owners.get(name) ?? each;
      owners.set(name, owner);
      if (owner === each || addressesOf(owner).some((address) => addressesOf(each).includes(address))) continue;
      const called = name === '' ? 'have no name' : `are both called ${name}`;
      throw new PlanError(
        'WSPROXY_NGINX_SERVERS',
        `the servers on ${addressesOf(owner).join(', ')} and ${addressesOf(each).join(', ')} ${called}, but a proxy has one port, where only names tell servers apart; give each a server_name of its own, or a proxy of its own${redirectHint([owner, each])}`,
      );
    }
  }
}

function redirectHint(blocks: readonly Block[]): string {
  return blocks.some(({ redirect }) => redirect !== undefined)
    ? '; with a certificate the load balancer redirects to https, and that server goes'
    : '';
}

function addressesOf({ outer }: Block): readonly string[] {
  return outer.map(({ address }) => formatListen(parseListen(address)));
}

/** nginx has a default server for each address; here is one address. */
function defaultBlock(blocks: readonly Block[], tls: boolean, warn: Warn): Block | undefined {
  const defaults = new Map<string, { readonly block: Block; readonly ssl: boolean; readonly stated: boolean }>();
  for (const each of blocks) {
    for (const { address, ssl = false, defaultServer: stated = false } of each.outer) {
      const key = formatListen(parseListen(address));
      if (!defaults.has(key) || stated) defaults.set(key, { block: each, ssl, stated });
    }
  }
  // What clients of the load balancer's protocol would have met comes first, then what is written down.
  const ranked = [...defaults.values()].toSorted(
    (one, other) => Number(other.ssl === tls) - Number(one.ssl === tls) || Number(other.stated) - Number(one.stated),
  );
  const [chosen] = ranked;
  const other = ranked.find((each) => each.stated && each.block !== chosen?.block);
  if (chosen && other) {
    warn(
      'DefaultServer',
      `${chosen.block.place} and ${other.block.place} are the default servers of different addresses; here is one address, whose default is ${chosen.block.place}`,
    );
  }
  return chosen?.block;
}

function listensOf(
  { outer, inner }: Block,
  port: number,
  { soKeepalive }: ProxyPlan,
  isDefault: boolean,
): ServerConfig['listen'] {
  const given = outer.find((listen) => listen.soKeepalive !== undefined)?.soKeepalive;
  const own = { address: port, ...(isDefault && { defaultServer: true }), soKeepalive: given ?? soKeepalive };
  const [first, ...more] = [...(outer.length === 0 ? [] : [own]), ...inner];
  return first !== undefined && more.length === 0 ? first : [first ?? port, ...more];
}
