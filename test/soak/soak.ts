import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '../../bench/peers/free-ports.ts';
import { takesConnections } from '../../bench/peers/running-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Load, type Totals } from './load.ts';
import { SoakedProxy } from './proxy.ts';

export interface SoakOptions {
  readonly tunnels: number;
  readonly seconds: number;
  /** Between two reloads. */
  readonly reloadSeconds: number;
  /** Is told how it goes, now and then. */
  readonly say?: (line: string) => void;
}

export interface SoakResult extends Totals {
  /** Empty when all was well. */
  readonly failures: readonly string[];
  readonly reloads: number;
  /** Resident bytes of the proxy before the first tunnel, halfway, and before it drains. */
  readonly memory: { readonly start: number; readonly middle: number; readonly end: number };
}

/** How long messages still go over the tunnels of a proxy that drains. */
const DRAIN_SECONDS = 3;

/** More failures than that are no news. */
const MOST_FAILURES = 100;

/** Sends messages through tunnels while the proxy gets new configurations, then has it drain, and checks every byte. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { tunnels, seconds, reloadSeconds, say = () => undefined } = options;
  await using folder = await temporaryFolder();
  const ports = await freePorts();
  await using proxy = await SoakedProxy.start(folder.path, ports);
  const start = proxy.memory;
  await using load = new Load(ports, tunnels);
  await load.start();
  const began = performance.now();
  const passed = (): number => (performance.now() - began) / 1000;
  say(`${load.open} tunnels are open`);
  let middle: number | undefined;
  while (passed() < seconds && load.failures.length < MOST_FAILURES) {
    await delay(1000 * Math.max(0, Math.min(reloadSeconds, seconds - passed())));
    await proxy.reload();
    load.configuration = proxy.reloads;
    if (passed() >= seconds / 2) middle ??= proxy.memory;
    say(`${passed().toFixed()} s: ${describe(load.totals)}, the proxy has ${inMB(proxy.memory)} MB`);
  }
  const end = proxy.memory;
  await load.stopReplacing();
  await proxy.drain();
  await delay(1000 * Math.min(seconds, DRAIN_SECONDS));
  if (await takesConnections(ports.proxy)) load.failures.push('the proxy accepts connections while it drains');
  await load.end();
  const code = await proxy.ended();
  if (proxy.said.includes('failed their test')) load.failures.push(`the proxy is not on its fast path:\n${proxy.said}`);
  if (code !== 0) load.failures.push(`the proxy ended with ${code}:\n${proxy.said}`);
  const { failures, totals } = load;
  return { ...totals, failures, reloads: proxy.reloads, memory: { start, middle: middle ?? end, end } };
}

function describe({ messages, bytes }: Totals): string {
  return `${messages} messages, ${inMB(bytes)} MB`;
}

export function inMB(bytes: number): string {
  return (bytes / 1_000_000).toFixed();
}
