import { createServer, type ListenOptions } from 'node:net';
import { once } from 'node:events';
import { isMainThread, parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Listen } from '../compile/listens.ts';
import { loadProxyConfig } from '../compile/parse.ts';
import { shareConnectionNumbers } from '../connection/connection-number.ts';
import { Logs } from '../logging/logs.ts';
import { streamsTaken } from '../logging/streams.ts';
import type { ListeningAddress } from '../server/listener.ts';
import { Counters } from '../metrics/counters.ts';
import { useFastPath } from '../net/tcp/fast-path.ts';
import { ProxyServer, type PreparedServer } from '../server/proxy-server.ts';
import { shareTicketSecret } from '../tls/ticket-secret.ts';
import { setProduct } from '../http/product.ts';
import { sendError, type Answer, type Calls, type Preparation, type Question, type WorkerData } from './messages.ts';
import { sharedZones } from './zone-memory.ts';

/** What a worker's thread runs: this module. In the bundled server that is the whole program, in which the module is as well. */
export const WORKER_PROGRAM = new URL(import.meta.url);

/** What readers of the logs may take for the last lines: less than the thread is given to end. */
const LAST_LINES_MS = 800;

/** The thread's own side of a worker. */
class WorkerProgram {
  readonly #data: WorkerData;
  readonly #port: MessagePort;
  readonly #server: ProxyServer;
  #prepared: PreparedServer | undefined;

  constructor(data: WorkerData, port: MessagePort) {
    this.#data = data;
    this.#port = port;
    if (data.product !== undefined) setProduct(data.product);
    shareConnectionNumbers(data.connectionNumbers);
    shareTicketSecret(data.ticketSecret);
    useFastPath(data.fastPath);
    this.#server = new ProxyServer(new Logs(), new Counters(data.counters));
    port.on('message', (question: Question) => void this.#answer(question));
  }

  async #answer({ id, call, asked }: Question): Promise<void> {
    let answer: Answer;
    try {
      answer = { id, answer: await this.#do(call, asked) };
    } catch (error) {
      answer = { id, error: sendError(error) };
    }
    this.#port.postMessage(answer);
    if (call !== 'drain' && call !== 'close') return;
    await streamsTaken(LAST_LINES_MS);
    this.#port.close();
  }

  async #do(call: keyof Calls, asked: Preparation | undefined): Promise<unknown> {
    if (asked !== undefined) return this.#prepare(asked);
    switch (call) {
      case 'snapshot':
        return this.#server.snapshot();
      case 'ping':
        return undefined;
      case 'reopenLogs':
        this.#server.reopenLogs();
        return undefined;
      case 'drain':
        return this.#server.drain();
      case 'close':
        return this.#server.close();
      case 'abandon':
      case 'commit':
        this.#prepared?.[call]();
        this.#prepared = undefined;
    }
  }

  async #prepare({ config, zones, addresses }: Preparation): Promise<readonly ListeningAddress[]> {
    const { worker, workers } = this.#data;
    const compiled = loadProxyConfig(config);
    this.#prepared = await this.#server.prepare(compiled, {
      place: (listen, index) => this.#place(listen, addresses && (addresses[index]?.port ?? 0)),
      zones: sharedZones(zones, compiled.shared.zones, worker, workers),
    });
    return this.#prepared.addresses;
  }

  /** @param port - where the others listen; undefined for the first to listen */
  async #place({ address }: Listen, port: number | undefined): Promise<ListenOptions | undefined> {
    // A path can be bound once.
    if (address.kind === 'unix') return this.#data.worker === 0 ? { path: address.path } : undefined;
    const place = { host: address.host, port: port ?? address.port };
    if (port === undefined && address.port !== 0) await checkFree(place);
    return { ...place, reusePort: true };
  }
}

/** With `reusePort`, the kernel would let two proxies share an address. @throws the system's error for one that is taken */
async function checkFree(place: ListenOptions): Promise<void> {
  const server = createServer();
  server.listen(place);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

const { wsproxy } = (workerData ?? {}) as { readonly wsproxy?: WorkerData };
if (!isMainThread && parentPort !== null && wsproxy !== undefined) new WorkerProgram(wsproxy, parentPort);
