import { at } from '../config/at.ts';
import { ConfigError } from '../config/config-error.ts';
import { parseSize } from '../config/size.ts';
import type { LimitConnZone as ConnZoneConfig, LimitReqZone as ReqZoneConfig, ProxyConfig } from '../config/types.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';
import { LimitConnZone } from './limit-conn-zone.ts';
import { LimitReqZone } from './limit-req-zone.ts';
import { parseRate } from './rate.ts';

/** nginx's least: eight pages of memory. */
const MIN_SIZE = 8 * 4096;

/** A `limit_conn_zone`, ready to use. */
export interface ConnZoneSettings {
  readonly name: string;
  /** The key as it was written. */
  readonly keyText: string;
  readonly key: Evaluate;
  /** Bytes. */
  readonly size: number;
}

/** A `limit_req_zone`, ready to use. */
export interface ReqZoneSettings extends ConnZoneSettings {
  /** Thousandths of a request in a second. */
  readonly rate: number;
}

/** All zones of a configuration, by name. */
export interface ZoneSettings {
  readonly conn: ReadonlyMap<string, ConnZoneSettings>;
  readonly req: ReadonlyMap<string, ReqZoneSettings>;
}

/** @throws {@link ConfigError} */
export function compileZones(
  { limitConnZone = {}, limitReqZone = {} }: Pick<ProxyConfig, 'limitConnZone' | 'limitReqZone'>,
  find: FindVariable,
): ZoneSettings {
  const compileReq = (name: string, zone: ReqZoneConfig): ReqZoneSettings => ({
    ...compileZone(name, zone, find),
    rate: at(['rate'], () => parseRate(zone.rate)),
  });
  return {
    conn: compileEach('limitConnZone', limitConnZone, (name, zone) => compileZone(name, zone, find)),
    req: compileEach('limitReqZone', limitReqZone, compileReq),
  };
}

function compileEach<C, S>(
  directive: string,
  zones: Readonly<Record<string, C>>,
  compile: (name: string, zone: C) => S,
): Map<string, S> {
  return new Map(
    Object.entries(zones).map(([name, zone]) => [name, at([directive, name], () => compile(name, zone))] as const),
  );
}

function compileZone(name: string, zone: ConnZoneConfig, find: FindVariable): ConnZoneSettings {
  const size = at(['size'], () => parseSize(zone.size));
  if (size < MIN_SIZE) throw new ConfigError(`${size} bytes are too small for a zone; nginx's least is 32k`, ['size']);
  return { name, keyText: zone.key, key: at(['key'], () => compileTemplate(zone.key, find)), size };
}

interface KeptZone<Z> {
  readonly settings: ConnZoneSettings;
  readonly zone: Z;
}

/** The memory of all zones of one configuration at work. What a reload changes neither key nor size of goes on with what it knows. */
export class LimitZones {
  readonly #conn: ReadonlyMap<string, KeptZone<LimitConnZone>>;
  readonly #req: ReadonlyMap<string, KeptZone<LimitReqZone>>;

  /** @param previous - those of the configuration that is replaced */
  constructor({ conn, req }: ZoneSettings, previous?: LimitZones) {
    this.#conn = takeOver(conn, previous && previous.#conn, (size) => new LimitConnZone(size));
    this.#req = takeOver(req, previous && previous.#req, (size) => new LimitReqZone(size));
  }

  conn(name: string): LimitConnZone {
    return known(this.#conn, name);
  }

  req(name: string): LimitReqZone {
    return known(this.#req, name);
  }
}

function takeOver<Z>(
  zones: ReadonlyMap<string, ConnZoneSettings>,
  before: ReadonlyMap<string, KeptZone<Z>> | undefined,
  create: (size: number) => Z,
): Map<string, KeptZone<Z>> {
  const take = (settings: ConnZoneSettings): Z => {
    const kept = before?.get(settings.name);
    const same = kept?.settings.keyText === settings.keyText && kept.settings.size === settings.size;
    return kept !== undefined && same ? kept.zone : create(settings.size);
  };
  return new Map([...zones].map(([name, settings]) => [name, { settings, zone: take(settings) }]));
}

function known<Z>(zones: ReadonlyMap<string, KeptZone<Z>>, name: string): Z {
  const found = zones.get(name);
  if (found === undefined) throw new Error(`no zone ${name}`);
  return found.zone;
}
