import { keepZones, LimitZones, type ZoneSettings, type ZoneTable } from '../limits/limit-zones.ts';
import { connZoneMemory, SharedConnZone } from '../limits/shared/shared-conn-zone.ts';
import { reqZoneMemory, SharedReqZone } from '../limits/shared/shared-req-zone.ts';
import type { ZoneMemory } from './messages.ts';

/** The memory of a configuration's zones, with what it was made for. */
export type ZoneMemoryTable = ZoneTable<SharedArrayBuffer, SharedArrayBuffer>;

/** @param before - of the configuration that is replaced, whose memory is used again where the zone is the same */
export function keepMemory(
  settings: ZoneSettings,
  before: ZoneMemoryTable | undefined,
  workers: number,
): ZoneMemoryTable {
  return keepZones<SharedArrayBuffer, SharedArrayBuffer>(settings, before, {
    conn: ({ size }) => connZoneMemory(size, workers),
    req: ({ size }) => reqZoneMemory(size),
  });
}

export function memoryOf({ conn, req }: ZoneMemoryTable): ZoneMemory {
  const memory = (zones: ZoneMemoryTable['conn']): Map<string, SharedArrayBuffer> =>
    new Map([...zones].map(([name, { zone }]) => [name, zone]));
  return { conn: memory(conn), req: memory(req) };
}

/** The zones as one worker uses them. */
export function sharedZones(memory: ZoneMemory, settings: ZoneSettings, worker: number, workers: number): LimitZones {
  return new LimitZones(
    keepZones(settings, undefined, {
      conn: ({ name, size }) => new SharedConnZone(known(memory.conn, name), size, workers, worker),
      req: ({ name, size }) => new SharedReqZone(known(memory.req, name), size, worker),
    }),
  );
}

function known(memory: ReadonlyMap<string, SharedArrayBuffer>, name: string): SharedArrayBuffer {
  const found = memory.get(name);
  if (found === undefined) throw new Error(`no memory for the zone ${name}`);
  return found;
}

/** A worker has died: what it held is free. */
export function forgetWorker({ conn, req }: ZoneMemoryTable, worker: number, workers: number): void {
  for (const { zone, settings } of conn.values())
    new SharedConnZone(zone, settings.size, workers, workers).forget(worker);
  for (const { zone, settings } of req.values()) new SharedReqZone(zone, settings.size, workers).forget(worker);
}
