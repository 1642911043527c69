/** Takes and gives back places in a zone that other threads use at the same time, and says how often it held one that was not its to hold. */
import { parentPort, workerData } from 'node:worker_threads';
import { SharedConnZone } from '../../../proxy-runtime/limits/shared/shared-conn-zone.ts';

export interface Hammering {
  readonly memory: SharedArrayBuffer;
  readonly size: number;
  readonly workers: number;
  readonly worker: number;
  readonly rounds: number;
  /** How many hold each key at a time, beside the zone's own book. */
  readonly holders: SharedArrayBuffer;
}

const { memory, size, workers, worker, rounds, holders } = workerData as Hammering;
const zone = new SharedConnZone(memory, size, workers, worker);
const held = new Int32Array(holders);
let wrong = 0;
for (let round = 0; round < rounds; round++) {
  const key = round % held.length;
  if (zone.acquire(`key ${key}`, 1) !== 'ok') continue;
  if (Atomics.add(held, key, 1) !== 0) wrong++;
  Atomics.sub(held, key, 1);
  zone.release(`key ${key}`);
}
parentPort?.postMessage(wrong);
