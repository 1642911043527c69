import { isDeepStrictEqual } from 'node:util';
import {
  LOCATION_DEFAULTS,
  directiveName,
  everyLocation,
  headerLines,
  type LocationConfig,
  type LocationDirectives,
  type Locations,
  type ProxyConfig,
} from '../../../proxy-runtime/config/index.ts';
import type { BackendTarget } from '../backends/backend-target.ts';
import { ownName, withStandardLines } from '../configuration/own-name.ts';
import { locationPlace, type PlacedConfig } from './levels.ts';
import { mayPassTo, passOf } from './passes.ts';
import { warnInto, type PlanWarning } from './plan-warning.ts';

type Targets = Readonly<Record<string, BackendTarget>>;

const SSL = ['proxySslServerName', 'proxySslVerify', 'proxySslName'] as const;
const NAMES = [...SSL, 'proxySetHeader'] as const;

/** What a level says of TLS to its backend, and of the headers for it. */
type Stated = Pick<LocationDirectives, (typeof NAMES)[number]>;

/**
 * Has https backends that replace upstreams asked under their own name, and verified, as those without an nginx.conf are; where it says
 * something of its own, that stays.
 *
 * @param targets - by the upstream's name
 */
export function askUnderOwnNames(config: ProxyConfig, targets: Targets): ProxyConfig {
  if (Object.values(targets).every(({ scheme }) => scheme !== 'https')) return config;
  const servers = config.servers.map((server) => {
    const stated = { ...pick(config), ...pick(server) };
    return { ...server, locations: askWithin(server.locations, stated, stated, targets) };
  });
  return { ...config, servers };
}

/**
 * @param file - what the nginx.conf says around the locations
 * @param around - what holds around them now
 */
function askWithin(locations: Locations, file: Stated, around: Stated, targets: Targets): Locations {
  const asked = Object.entries(locations).map(([key, location]): [string, LocationConfig] => {
    const own = pick(location);
    const said = { ...file, ...own };
    const inherited = { ...around, ...own };
    // A location doesn't hand down its backend, but what is said of that one: within it, other backends are told what holds for them.
    const added =
      location.proxyPass === undefined ? {} : difference(wanted(location.proxyPass, said, targets), inherited);
    const nested = location.locations && {
      locations: askWithin(location.locations, said, { ...inherited, ...added }, targets),
    };
    return [key, { ...location, ...added, ...nested }];
  });
  return Object.fromEntries(asked);
}

function wanted(proxyPass: string, said: Stated, targets: Targets): Stated {
  const target = targetOf(proxyPass, targets);
  if (target?.scheme !== 'https') return said;
  const { host, ssl } = ownName(target);
  return { ...ssl, ...said, proxySetHeader: withStandardLines({ Host: host }, said.proxySetHeader ?? {}) };
}

function targetOf(proxyPass: string, targets: Targets): BackendTarget | undefined {
  const { target = '' } = passOf(proxyPass) ?? {};
  return Object.hasOwn(targets, target) ? targets[target] : undefined;
}

/** What has to be said for `stated` to hold where `inherited` does. */
function difference(stated: Stated, inherited: Stated): Stated {
  const defaults = pick(LOCATION_DEFAULTS);
  const told: Stated = { ...defaults, ...stated };
  const known: Stated = { ...defaults, ...inherited };
  return Object.fromEntries(
    NAMES.filter((name) => !isDeepStrictEqual(told[name], known[name])).map((name) => [name, told[name]]),
  );
}

function pick(level: LocationDirectives): Stated {
  return Object.fromEntries(NAMES.filter((name) => level[name] !== undefined).map((name) => [name, level[name]]));
}

/**
 * Warns of locations that a backend can't be asked right from: their variables may name its upstream, or another one.
 *
 * @param config - lifted
 * @param upstream - the name of the one that is replaced
 */
export function upstreamWarnings(
  config: PlacedConfig,
  upstream: string,
  { scheme }: Pick<BackendTarget, 'scheme'>,
): readonly PlanWarning[] {
  const warnings: PlanWarning[] = [];
  const warn = warnInto(warnings, 'nginxConf', 'nginxConf');
  for (const { server, place } of config.servers) {
    for (const { key, location, outer } of everyLocation(server.locations)) {
      const { proxyPass } = location;
      if (proxyPass === undefined || !mayPassTo(proxyPass, upstream)) continue;
      const levels = [config, server, ...outer.map((each) => each.location), location];
      const problem = problemOf(proxyPass, Object.assign({}, ...levels.map(pick)) as Stated, scheme);
      if (problem === undefined) continue;
      warn('VariablePass', `${locationPlace(place, key)}: proxy_pass ${proxyPass} may be to ${upstream}, ${problem}`);
    }
  }
  return warnings;
}

function problemOf(proxyPass: string, said: Stated, scheme: BackendTarget['scheme']): string | undefined {
  const [, spoken = scheme] = /^(https?):\/\//i.exec(proxyPass) ?? [];
  if (spoken.toLowerCase() !== scheme) {
    return `whose backend speaks ${scheme}; write ${scheme}:// there, or the upstream's name without variables`;
  }
  const lines = headerLines(said.proxySetHeader ?? {});
  const unsaid = [
    ...SSL.filter((name) => said[name] === undefined).map(directiveName),
    ...(lines.some(({ name }) => name.toLowerCase() === 'host') ? [] : ['proxy_set_header Host']),
  ];
  if (scheme === 'http' || unsaid.length === 0) return undefined;
  return `whose https backend is then asked as by nginx itself, without ${unsaid.join(', ')}; write these there, or the upstream's name without variables`;
}
