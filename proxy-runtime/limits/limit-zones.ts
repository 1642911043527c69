import { at } from '../config/at.ts';
import { ConfigError } from '../config/config-error.ts';
import { parseSize } from '../config/values/size.ts';
import type { LimitConnZone as ConnZoneConfig, LimitReqZone as ReqZoneConfig, ProxyConfig } from '../config/types.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';
import { LimitConnZone, type ConnZone } from './limit-conn-zone.ts';
import { LimitReqZone, type ReqZone } from './limit-req-zone.ts';
import { parseRate } from '../config/values/rate.ts';

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

/** What is there for each zone of a configuration, with the settings it was made for. */
export interface ZoneTable<C, R> {
  readonly conn: ReadonlyMap<string, KeptZone<C>>;
  readonly req: ReadonlyMap<string, KeptZone<R>>;
}

interface KeptZone<Z> {
  readonly settings: Pick<ConnZoneSettings, 'keyText' | 'size'>;
  readonly zone: Z;
}

/** Takes over what a reload changes neither key nor size of, and creates the rest. */
export function keepZones<C, R>(
  { conn, req }: ZoneSettings,
  before: ZoneTable<C, R> | undefined,
  create: { conn(settings: ConnZoneSettings): C; req(settings: ConnZoneSettings): R },
): ZoneTable<C, R> {
  return {
    conn: takeOver(conn, before?.conn, (settings) => create.conn(settings)),
    req: takeOver(req, before?.req, (settings) => create.req(settings)),
  };
}

function takeOver<Z>(
  zones: ReadonlyMap<string, ConnZoneSettings>,
  before: ReadonlyMap<string, KeptZone<Z>> | undefined,
  create: (settings: ConnZoneSettings) => Z,
): Map<string, KeptZone<Z>> {
  const take = (settings: ConnZoneSettings): Z => {
    const kept = before?.get(settings.name);
    const same = kept?.settings.keyText === settings.keyText && kept.settings.size === settings.size;
    return kept !== undefined && same ? kept.zone : create(settings);
  };
  return new Map(
    [...zones.values()].map((settings) => {
      const { name, keyText, size } = settings;
      return [name, { settings: { keyText, size }, zone: take(settings) }];
    }),
  );
}

/** The memory of all zones of one configuration at work. */
export class LimitZones {
  readonly #table: ZoneTable<ConnZone, ReqZone>;

  constructor(table: ZoneTable<ConnZone, ReqZone>) {
    this.#table = table;
  }

  /** Zones of one worker. @param previous - those of the configuration that is replaced */
  static ofOneWorker(settings: ZoneSettings, previous?: LimitZones): LimitZones {
    return new LimitZones(
      keepZones<ConnZone, ReqZone>(settings, previous && previous.#table, {
        conn: ({ size }) => new LimitConnZone(size),
        req: ({ size }) => new LimitReqZone(size),
      }),
    );
  }

  conn(name: string): ConnZone {
    return known(this.#table.conn, name);
  }

  req(name: string): ReqZone {
    return known(this.#table.req, name);
  }
}

function known<Z>(zones: ReadonlyMap<string, KeptZone<Z>>, name: string): Z {
  const found = zones.get(name);
  if (found === undefined) throw new Error(`no zone ${name}`);
  return found.zone;
}
