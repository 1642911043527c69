import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Prometheus's text format. */
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export interface HealthPaths {
  readonly path: string;
  readonly metricsPath: string;
}

/** What it tells of. */
export interface HealthSource {
  /** Writes the metrics. */
  metrics(): Promise<string>;
  /** Whether anybody takes connections. */
  alive(): Promise<boolean>;
}

/**
 * The health endpoint: 200 while the proxy takes connections, 503 once it drains or while no worker answers; and its metrics. No data path, so Node's own HTTP
 * server does.
 */
export class HealthEndpoint {
  readonly server: Server;
  draining = false;
  paths: HealthPaths;
  readonly #source: HealthSource;

  /** @param source - is asked for each request anew */
  constructor(paths: HealthPaths, source: HealthSource) {
    this.paths = paths;
    this.#source = source;
    // An `import` of it takes each of its exports, and for one of them Node loads all of undici: a quarter of the proxy's start.
    this.server = process
      .getBuiltinModule('node:http')
      .createServer((request, response) => void this.#answer(request, response));
  }

  async #answer({ url }: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = url?.split('?', 1)[0];
    if (path === this.paths.path) {
      const trouble = await this.#trouble();
      answer(response, trouble === undefined ? 200 : 503, `${trouble ?? 'ok'}\n`);
    } else if (path === this.paths.metricsPath) {
      answer(response, 200, await this.#source.metrics(), METRICS_TYPE);
    } else answer(response, 404, 'not found\n');
  }

  async #trouble(): Promise<string | undefined> {
    const alive = this.draining || (await this.#source.alive());
    return this.draining ? 'draining' : alive ? undefined : 'no worker answers';
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

function answer(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
