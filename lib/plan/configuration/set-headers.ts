import { headerLines, type HeaderLines, type MapConfig } from '../../../proxy-runtime/config/index.ts';
import type { BackendTarget } from '../backends/backend-target.ts';
import { withStandardLines } from './own-name.ts';

/**
 * nginx's WebSocket recipe for `Upgrade: websocket` and no other protocol. With its own map, from `$http_upgrade`, a client that asks for h2c
 * gets a connection to any path of a backend that speaks it, past all locations. Keys of a map have no case.
 */
export const MAPS: Readonly<Record<string, MapConfig>> = {
  $upgrade_websocket: { source: '$http_upgrade', values: { websocket: 'websocket' } },
  $connection_websocket: { source: '$http_upgrade', values: { websocket: 'upgrade' } },
  // For a backend whose directives pass on other protocols. An empty Connection lets connections to backends be kept.
  $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': '' } },
};

/**
 * The header lines for all backends. X-Forwarded-For, -Proto and -Port are the load balancer's, and pass as they are: the proxy's own peer is
 * always the load balancer. What it passes on unseen, but backends take for a proxy's word, is left out.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
 */
export const PROXY_SET_HEADER: Readonly<Record<string, string>> = {
  Host: '$http_host',
  Upgrade: '$upgrade_websocket',
  Connection: '$connection_websocket',
  'X-Real-IP': '',
  Forwarded: '',
  'X-Forwarded-Host': '',
};

/** What is particular to a location. */
export interface LocationHeaders {
  /** The Host its backend is asked for. @default - the client's */
  readonly host?: string | undefined;
  /** Whether only `auth_request` asks it: an answer 101 is none to that. */
  readonly asked: boolean;
  /** The lines of its directives, which are added: in nginx they would replace all inherited ones, and the WebSocket with them. */
  readonly own?: HeaderLines | undefined;
}

/** @returns undefined where the inherited lines do */
export function setHeaders({ host, asked, own }: LocationHeaders): HeaderLines | undefined {
  const standard = {
    ...PROXY_SET_HEADER,
    ...(host !== undefined && { Host: host }),
    ...(asked && { Upgrade: '', Connection: '' }),
    ...(own !== undefined && connectionFor(own)),
  };
  if (own !== undefined) return withStandardLines(standard, own);
  return host === undefined && !asked ? undefined : standard;
}

/** The Connection that goes with an Upgrade that directives set. */
function connectionFor(own: HeaderLines): Readonly<Record<string, string>> {
  const upgrades = headerLines(own).filter(({ name }) => name.toLowerCase() === 'upgrade');
  if (upgrades.length === 0) return {};
  return { Connection: upgrades.some(({ value }) => value !== '') ? '$connection_upgrade' : '' };
}

/** The locations that nobody but `auth_request` asks, or whose whole path it names. */
export function askedLocations(targets: Readonly<Record<string, BackendTarget>>): ReadonlySet<string> {
  const paths = new Set(Object.values(targets).map(({ directives }) => directives?.authRequest?.replace(/\?.*$/, '')));
  const asked = Object.entries(targets).filter(([location, { directives }]) => {
    if (directives?.internal === true) return true;
    const [, path] = /^= *(\S.*)$/.exec(location) ?? [];
    return path !== undefined && paths.has(path);
  });
  return new Set(asked.map(([location]) => location));
}
