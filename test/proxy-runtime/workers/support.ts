import { startProxy, type ProxyConfig, type RunningProxy } from '../../../proxy-runtime/index.ts';
import { scrape, type Metrics } from '../../support/metrics.ts';
import { answering, startRawBackend, type RawBackend } from '../../support/raw-backend.ts';
import { connectRaw, type RawSocket } from '../../support/raw-socket.ts';
import { SWITCHING, UPGRADE_REQUEST } from '../../support/test-proxy.ts';

export interface WorkersProxy extends AsyncDisposable {
  readonly proxy: RunningProxy;
  readonly port: number;
  metrics(): Promise<Metrics>;
}

/** Their lines would come among those of the test's own process. */
const SILENT = { accessLog: 'off', errorLog: { path: '/dev/null' } } as const;

/** A proxy of several workers, and its metrics. */
export async function startWorkers(config: ProxyConfig, workers = 2): Promise<WorkersProxy> {
  const proxy = await startProxy(withMetrics(config), { workers });
  return {
    proxy,
    port: proxy.addresses[0]?.port ?? 0,
    metrics: () => scrape(proxy.health?.port),
    [Symbol.asyncDispose]: () => proxy.close(),
  };
}

export function withMetrics(config: ProxyConfig): ProxyConfig {
  return { ...SILENT, health: { listen: '127.0.0.1:0' }, ...config };
}

/** Answers every request with 101. */
export function startSwitchingBackend(): Promise<RawBackend> {
  return startRawBackend(answering(() => SWITCHING));
}

/** A client that has asked for a tunnel, and what it was answered. */
export interface Asked extends Disposable {
  readonly client: RawSocket;
  readonly status: number;
}

export async function askForTunnel(port: number): Promise<Asked> {
  const client = await connectRaw(port);
  client.write(UPGRADE_REQUEST);
  const { line } = await client.response();
  return { client, status: Number(line.split(' ')[1]), [Symbol.dispose]: () => client[Symbol.dispose]() };
}

/** Asks for as many, some at a time, so that no queue overflows. */
export async function askForTunnels(port: number, count: number): Promise<Asked[]> {
  const asked: Asked[] = [];
  while (asked.length < count) {
    const some = Math.min(50, count - asked.length);
    asked.push(...(await Promise.all(Array.from({ length: some }, () => askForTunnel(port)))));
  }
  return asked;
}

export function countOf(asked: readonly Asked[], status: number): number {
  return asked.filter((each) => each.status === status).length;
}

/** Ends them all, at the client's end. */
export function end(asked: readonly Asked[]): void {
  for (const { client } of asked) client[Symbol.dispose]();
}
