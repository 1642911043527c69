import {
  ConfigError,
  parseProxyConfig,
  readCommand,
  type LocationConfig,
  type Locations,
  type ProxyConfig,
} from '../../../proxy-runtime/index.ts';
import { InputError } from '../input-error.ts';
import { asArray, asObject, isObject } from '../json.ts';

/** A backend of a deployed proxy. */
export interface DeployedBackend {
  /** The upstream's name; without one what `proxyPass` names. */
  readonly name: string;
  readonly scheme: 'http' | 'https';
  /** Where it is once deployed, as `host:port`. */
  readonly addresses: readonly string[];
  /** The locations that lead to it, as they are configured. */
  readonly locations: readonly string[];
  /** Whether a part of the address is known only to a deployment, so that it can't be reached from anywhere else. */
  readonly placeholder: boolean;
}

/** A container's command, understood. */
export interface DeployedCommand {
  /** The configuration; addresses that only a deployment knows are `down`, which makes their requests 502. */
  readonly config: ProxyConfig;
  readonly backends: readonly DeployedBackend[];
}

/** `<Name>`, which stands for what only a deployment knows. */
const PLACEHOLDER = /<[^>]*>/;

/** The same where JSON has a number. */
const NUMBER = /(?<=[[:,])<[^<>"]*>(?=[\],}])/g;

/** An address that is never used: its server is `down`. */
const NOWHERE = '127.0.0.1:9';

/**
 * Reads the configuration and the backends out of a deployed container's command.
 *
 * @throws ConfigError when the configuration is refused
 * @throws {@link InputError} when the configuration is in a file of the image
 */
export function readDeployedCommand(path: string, command: readonly string[]): DeployedCommand {
  if (command.at(-2) === '--config') {
    throw new InputError(
      `${path}: its configuration is a file in the image (${command.join(' ')}), which is not in the template`,
    );
  }
  const addresses = new Map<string, readonly string[]>();
  const config = parseKnown(withoutPlaceholders(readJson(command), addresses));
  return { config, backends: listBackends(config, addresses) };
}

function readJson(command: readonly string[]): unknown {
  try {
    // A number that only a deployment knows stands there without quotes.
    if (command.at(-2) === '--config-json') return JSON.parse((command.at(-1) ?? '').replaceAll(NUMBER, '"$&"'));
  } catch {
    // readCommand says it better
  }
  return readCommand(command);
}

/**
 * Leaves out what can't be a placeholder, such as a time that only a deployment knows: the default is taken instead.
 *
 * @throws ConfigError
 */
function parseKnown(config: unknown): ProxyConfig {
  try {
    return parseProxyConfig(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const known = withoutPlaceholderAt(config, error.path);
    if (known === config) throw error;
    return parseKnown(known);
  }
}

/** A value without the member at a path, if that is a placeholder: the value itself if not. */
function withoutPlaceholderAt(value: unknown, [key, ...rest]: readonly unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const name = String(key);
  const member: unknown = Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined;
  const left = rest.length > 0 ? withoutPlaceholderAt(member, rest) : withoutPlaceholder(member);
  if (left === member) return value;
  const members = Object.entries(value)
    .map(([each, other]: [string, unknown]) => [each, each === name ? left : other] as const)
    .filter(([, each]) => each !== undefined);
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}

function withoutPlaceholder(value: unknown): unknown {
  return typeof value === 'string' && PLACEHOLDER.test(value) ? undefined : value;
}

/** Shapes are checked by parseProxyConfig, afterwards. */
function withoutPlaceholders(config: unknown, addresses: Map<string, readonly string[]>): unknown {
  const upstreams = asObject(config)['upstreams'];
  if (!isObject(upstreams)) return config;
  const known = Object.entries(upstreams).map(([name, upstream]) => {
    const list = asArray(asObject(upstream)['servers']).map(asObject);
    if (list.length === 0) return [name, upstream] as const;
    const given = list.map(({ address }) => String(address));
    addresses.set(name, given);
    const servers = list.map((server, index) =>
      PLACEHOLDER.test(given[index] ?? '') ? { ...server, address: NOWHERE, down: true } : server,
    );
    return [name, { ...asObject(upstream), servers }] as const;
  });
  return { ...asObject(config), upstreams: Object.fromEntries(known) };
}

function listBackends(config: ProxyConfig, addresses: ReadonlyMap<string, readonly string[]>): DeployedBackend[] {
  const backends = new Map<string, DeployedBackend>();
  for (const [location, { proxyPass }] of config.servers.flatMap(({ locations }) => allLocations(locations))) {
    const target = proxyPass === undefined ? undefined : proxyPassTarget(proxyPass);
    if (target === undefined) continue;
    const { scheme, name } = target;
    const known = backends.get(name);
    const at = addresses.get(name) ?? [name];
    backends.set(name, {
      name,
      scheme,
      addresses: at,
      locations: [...(known?.locations ?? []), location],
      placeholder: at.some((address) => PLACEHOLDER.test(address)),
    });
  }
  return [...backends.values()];
}

/** Those within others included. */
function allLocations(locations: Locations): readonly (readonly [key: string, location: LocationConfig])[] {
  return Object.entries(locations).flatMap(([key, location]) => [
    [key, location] as const,
    ...allLocations(location.locations ?? {}),
  ]);
}

/** The scheme and upstream (or host) of a `proxyPass`; undefined for a Unix socket, which needs no mapping. */
export function proxyPassTarget(
  proxyPass: string,
): { readonly scheme: 'http' | 'https'; readonly name: string } | undefined {
  const [, scheme, name] = /^(https?):\/\/([^/?#]+)/.exec(proxyPass) ?? [];
  if (name === undefined || name === 'unix:') return undefined;
  return { scheme: scheme === 'https' ? 'https' : 'http', name };
}
