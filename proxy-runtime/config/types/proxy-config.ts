import type { HttpOnlyDirectives } from '../directives/http-only.ts';
import type { MainDirectives } from '../directives/main.ts';
import type { UpstreamConfig } from '../directives/upstream.ts';
import type { LocationDirectives } from './location.ts';
import type { ServerConfig, ServerDirectives } from './server.ts';

/** nginx's `map SOURCE $variable { … }`. */
export interface MapConfig {
  /** What is looked up, usually one variable: `$http_upgrade`. */
  readonly source: string;
  /** The value when no key matches. @default '' */
  readonly default?: string;
  /**
   * Values by key; keys are compared without regard to case, and `''` matches an absent or empty source. A key after `~` (or `~*`, without regard to
   * case) is a regular expression, tried in this order when no other key matches; `\` before a first `~` takes it literally.
   */
  readonly values: Readonly<Record<string, string>>;
  /** Keys are host names, and may be masks: `*.example.com`, `.example.com`, `www.example.*`. @default false */
  readonly hostnames?: boolean;
  /** Look the value up whenever it is used, not once for a request. @default false */
  readonly volatile?: boolean;
}

/** The health endpoint: 200 while the proxy takes connections, 503 once it drains; and its metrics. Ours; nginx has no word for it. */
export interface HealthConfig {
  /** Port or `host:port`, apart from the proxied ones so that no path of a backend is taken and nothing is exposed. */
  readonly listen: number | string;
  /** @default '/healthz' */
  readonly path?: string;
  /** Where Prometheus finds the metrics, on the same port. @default '/metrics' */
  readonly metricsPath?: string;
}

/** The whole configuration: nginx's main and http levels. */
export interface ProxyConfig extends LocationDirectives, ServerDirectives, MainDirectives, HttpOnlyDirectives {
  /** @default - no health endpoint */
  readonly health?: HealthConfig;
  /** Variables made from others, by name: `{ $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': 'close' } } }`. */
  readonly maps?: Readonly<Record<string, MapConfig>>;
  /** Groups of backend servers, by the name `proxyPass` uses. */
  readonly upstreams?: Readonly<Record<string, UpstreamConfig>>;
  /** What the proxy listens for, one at least; the first of an address takes the requests that no other is named by. */
  readonly servers: ServerConfig[];
}
