import { everyLocation } from '../../../proxy-runtime/config/index.ts';
import { ConfigError, parseProxyConfig, readCommand, type ProxyConfig } from '../../../proxy-runtime/index.ts';
import type { DeployedContainer, DeployedProxy } from '../deployed/deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import { asArray, asObject, isObject } from '../deployed/json.ts';

/** A backend of a deployed proxy. */
export interface DeployedBackend {
  /** The upstream's name; without one what `proxyPass` names. */
  readonly name: string;
  readonly scheme: 'http' | 'https';
  /** The backend's addresses once deployed, as `host:port`. */
  readonly addresses: readonly string[];
  /** The locations that lead to it, as they are configured. */
  readonly locations: readonly string[];
  /** Whether a part of the address is known only to a deployment, so that it can't be reached from anywhere else. */
  readonly placeholder: boolean;
}

/** A container's command, understood. */
export interface DeployedCommand {
  /** The configuration as it is in the command, with the placeholders of what only a deployment knows. */
  readonly written: unknown;
  /** The configuration; addresses that only a deployment knows are `down`, which makes their requests 502. */
  readonly config: ProxyConfig;
  readonly backends: readonly DeployedBackend[];
}

/** The proxy whose command is read. */
export interface CommandOwner extends Pick<DeployedProxy, 'path'> {
  readonly container: Pick<DeployedContainer, 'command' | 'placeholders'>;
}

/** Whether a text has a placeholder in it. */
type HasPlaceholder = (text: string) => boolean;

/** A string of JSON, or what is between two of them. */
const JSON_PART = /"(?:[^"\\]|\\.)*"|[^"]+/gs;

/** An address that is never used: its server is `down`. */
const NOWHERE = '127.0.0.1:9';

/**
 * Reads the configuration and the backends out of a deployed container's command.
 *
 * @throws ConfigError when the configuration is refused
 * @throws {@link InputError} when the configuration is in a file of the image
 */
export function readDeployedCommand({ path, container }: CommandOwner): DeployedCommand {
  const { command, placeholders } = container;
  if (command.at(-2) === '--config') {
    throw new InputError(
      `${path}: its configuration is a file in the image (${command.join(' ')}), which is not in the template`,
    );
  }
  const hasPlaceholder: HasPlaceholder = (text) => placeholders.some((placeholder) => text.includes(placeholder));
  const addresses = new Map<string, readonly string[]>();
  const written = readJson(command, placeholders);
  const config = parseKnown(withoutPlaceholders(written, addresses, hasPlaceholder), hasPlaceholder);
  return { written, config, backends: listBackends(config, addresses, hasPlaceholder) };
}

function readJson(command: readonly string[], placeholders: readonly string[]): unknown {
  try {
    if (command.at(-2) === '--config-json') return JSON.parse(quotePlaceholders(command.at(-1) ?? '', placeholders));
  } catch {
    // readCommand says it better
  }
  return readCommand(command);
}

/** A number that only a deployment knows stands in JSON without quotes. */
function quotePlaceholders(json: string, placeholders: readonly string[]): string {
  const quoted = (text: string): string =>
    placeholders.reduce((all, placeholder) => all.replaceAll(placeholder, () => JSON.stringify(placeholder)), text);
  return json.replaceAll(JSON_PART, (part) => (part.startsWith('"') ? part : quoted(part)));
}

/**
 * Leaves out what can't be a placeholder, such as a time that only a deployment knows: the default is taken instead.
 *
 * @throws ConfigError
 */
function parseKnown(config: unknown, hasPlaceholder: HasPlaceholder): ProxyConfig {
  try {
    return parseProxyConfig(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const known = withoutPlaceholderAt(config, error.path, hasPlaceholder);
    if (known === config) throw error;
    return parseKnown(known, hasPlaceholder);
  }
}

/** A value without the member at a path, if that is a placeholder: the value itself if not. */
function withoutPlaceholderAt(
  value: unknown,
  [key, ...rest]: readonly unknown[],
  hasPlaceholder: HasPlaceholder,
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const name = String(key);
  const member: unknown = Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined;
  const isPlaceholder = typeof member === 'string' && hasPlaceholder(member);
  const own = isPlaceholder ? undefined : member;
  const left = rest.length > 0 ? withoutPlaceholderAt(member, rest, hasPlaceholder) : own;
  if (left === member) return value;
  const members = Object.entries(value)
    .map(([each, other]: [string, unknown]) => [each, each === name ? left : other] as const)
    .filter(([, each]) => each !== undefined);
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}

/** Shapes are checked by parseProxyConfig, afterwards. */
function withoutPlaceholders(
  config: unknown,
  addresses: Map<string, readonly string[]>,
  hasPlaceholder: HasPlaceholder,
): unknown {
  const upstreams = asObject(config)['upstreams'];
  if (!isObject(upstreams)) return config;
  const known = Object.entries(upstreams).map(([name, upstream]) => {
    const list = asArray(asObject(upstream)['servers']).map(asObject);
    if (list.length === 0) return [name, upstream] as const;
    const given = list.map(({ address }) => String(address));
    addresses.set(name, given);
    const servers = list.map((server, index) =>
      hasPlaceholder(given[index] ?? '') ? { ...server, address: NOWHERE, down: true } : server,
    );
    return [name, { ...asObject(upstream), servers }] as const;
  });
  return { ...asObject(config), upstreams: Object.fromEntries(known) };
}

function listBackends(
  config: ProxyConfig,
  addresses: ReadonlyMap<string, readonly string[]>,
  hasPlaceholder: HasPlaceholder,
): DeployedBackend[] {
  const backends = new Map<string, DeployedBackend>();
  for (const { key, location } of config.servers.flatMap(({ locations }) => everyLocation(locations))) {
    const { proxyPass } = location;
    const target = proxyPass === undefined ? undefined : proxyPassTarget(proxyPass);
    if (target === undefined) continue;
    const { scheme, name } = target;
    const known = backends.get(name);
    const at = addresses.get(name) ?? [name];
    backends.set(name, {
      name,
      scheme,
      addresses: at,
      locations: [...(known?.locations ?? []), key],
      placeholder: at.some(hasPlaceholder),
    });
  }
  return [...backends.values()];
}

/** The scheme and upstream (or host) of a `proxyPass`; undefined for a Unix socket, which needs no mapping. */
export function proxyPassTarget(
  proxyPass: string,
): { readonly scheme: 'http' | 'https'; readonly name: string } | undefined {
  const [, scheme, name] = /^(https?):\/\/([^/?#]+)/.exec(proxyPass) ?? [];
  if (name === undefined || name === 'unix:') return undefined;
  return { scheme: scheme === 'https' ? 'https' : 'http', name };
}
