import { compileLocationKey, LocationTable, type CompiledKey } from '../routing/location.ts';
import { compileProxyPass, type ProxyPass } from '../routing/proxy-pass.ts';
import { compileRedirects, type RewriteRedirect } from '../routing/redirect-rules.ts';
import { compileSet, type SetVariable } from '../variables/set.ts';
import type { FindVariable } from '../variables/template.ts';
import { at } from '../config/at.ts';
import { compileReturn, type Return } from './return.ts';
import { ConfigError } from '../config/config-error.ts';
import { locationSettings, type LocationSettings } from './settings/location-settings.ts';
import type { Shared } from './settings/shared.ts';
import type { LocationConfig, LocationDirectives, Locations, UpstreamConfig } from '../config/types.ts';
import { upstreamKey, type PlacedTarget } from './upstreams.ts';

/** A location, ready to use. */
export interface Location {
  readonly key: CompiledKey;
  readonly settings: LocationSettings;
  readonly set: readonly SetVariable[];
  readonly return: Return | undefined;
  readonly proxyPass: ProxyPass | undefined;
  /** The name of proxyPass's upstream, where it has no variables. */
  readonly upstream: string | undefined;
  readonly rewriteRedirects: readonly RewriteRedirect[];
  readonly internal: boolean;
  readonly nested: LocationTable<Location> | undefined;
  readonly redirects: boolean;
}

/** What locations inherit and refer to. */
export interface Surroundings {
  /** The directives of the outer levels, outermost first. */
  readonly levels: readonly LocationDirectives[];
  readonly find: FindVariable;
  readonly shared: Shared;
  readonly upstreams: Readonly<Record<string, UpstreamConfig>>;
  /** Where the locations stand. */
  readonly path: readonly unknown[];
  /** Takes every `proxyPass` without variables. */
  readonly passes: PlacedTarget[];
}

export function compileLocations(locations: Locations, surroundings: Surroundings): Location[] {
  const compiled = Object.entries(locations).map(([key, location]) =>
    at([key], () => compileLocation(key, location, surroundings)),
  );
  refuseRepeats(compiled);
  return compiled;
}

function compileLocation(text: string, location: LocationConfig, surroundings: Surroundings): Location {
  const { find, shared, upstreams, passes } = surroundings;
  const key = compileLocationKey(text);
  checkContent(location);
  const { proxyPass, return: returned, locations } = location;
  const pass = proxyPass === undefined ? undefined : at(['proxyPass'], () => compileProxyPass(proxyPass, key, find));
  const path = [...surroundings.path, text];
  if (pass?.target !== undefined) passes.push({ path: [...path, 'proxyPass'], pass: pass.target });
  const levels = [...surroundings.levels, location];
  const settings = locationSettings(levels, find, shared);
  const within = { ...surroundings, levels, path: [...path, 'locations'] };
  const nested = locations && at(['locations'], () => compileLocations(locations, within));
  if (nested !== undefined) refuseOutside(key, nested);
  return {
    key,
    settings,
    set: at(['set'], () => compileSet(location.set ?? {}, find)),
    return: returned && compileReturn(returned, find),
    proxyPass: pass,
    upstream: pass?.target && upstreamKey(pass.target, upstreams),
    rewriteRedirects: compileRedirects(settings.proxyRedirect, pass, key, find),
    internal: location.internal ?? false,
    nested: nested && new LocationTable(nested),
    redirects: pass !== undefined,
  };
}

/** A location that does nothing is a mistake; one that refuses, or holds others, is none, and neither is one that holds `{}` on purpose. */
function checkContent({ proxyPass, return: returned, locations, access, authRequest }: LocationConfig): void {
  if ((proxyPass ?? returned ?? locations ?? access ?? authRequest) !== undefined) return;
  throw new ConfigError(
    "has no backend; give it a proxyPass, such as 'http://127.0.0.1:8080', a return, or locations: {} to answer 404",
  );
}

/** As in nginx, a prefix within a prefix must begin with it: it would never be found. */
function refuseOutside(outer: CompiledKey, nested: readonly Location[]): void {
  if (outer.modifier === '=' || outer.modifier === '@') {
    throw new ConfigError(`${JSON.stringify(outer.path)} can't have locations within it`, ['locations']);
  }
  if (outer.regex !== undefined) return;
  for (const { key } of nested) {
    if (key.regex !== undefined || key.path.startsWith(outer.path)) continue;
    throw new ConfigError(`is outside of ${JSON.stringify(outer.path)}, in which it stands`, ['locations', key.path]);
  }
}

/** As in nginx, `/a` and `^~ /a` are one location. */
function refuseRepeats(locations: readonly Location[]): void {
  const seen = new Set<string>();
  for (const { key } of locations) {
    const prefix = key.modifier === '^~' ? '' : key.modifier;
    const name = `${prefix} ${key.path}`;
    if (seen.has(name)) throw new ConfigError(`${JSON.stringify(key.path)} is there twice; leave one out`);
    seen.add(name);
  }
}
