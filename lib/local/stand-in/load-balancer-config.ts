import type { LocationConfig, ProxyConfig, ServerConfig } from '../../../proxy-runtime/index.ts';
import { clientKeepAlive, dropsInvalidHeaders, forwardedForMode, idleTimeout } from '../deployed/attributes.ts';
import type { DeployedListener, DeployedProxy, RedirectLocation } from '../deployed/deployed-proxy.ts';

/** What the load balancer can't know before it runs. */
export interface LoadBalancerState {
  /** Where the target in service is, as `host:port`; undefined while there is none. */
  readonly target: string | undefined;
  /** The port of this machine at which a listener is, by the port it has once deployed. */
  readonly localPorts: ReadonlyMap<number, number>;
}

/** How long an Application Load Balancer tries to connect to a target; it can't be set. */
const CONNECT_TIMEOUT = '10s';

/**
 * A configuration of our own proxy that behaves as the deployed Application Load Balancer would: the same listeners, idle timeout, client
 * keep-alive and headers. Reloading it leaves open connections alone; those to a deregistered target are the load balancer's to end.
 */
export function loadBalancerConfig({ loadBalancer }: DeployedProxy, state: LoadBalancerState): ProxyConfig {
  const idle = idleTimeout(loadBalancer);
  return {
    accessLog: 'off',
    // One idle timeout for both of a connection's sides, requests and tunnels alike
    proxyReadTimeout: idle,
    proxySendTimeout: idle,
    sendTimeout: idle,
    clientHeaderTimeout: idle,
    clientBodyTimeout: idle,
    keepaliveTimeout: idle,
    keepaliveTime: clientKeepAlive(loadBalancer),
    keepaliveRequests: 1_000_000,
    proxyConnectTimeout: CONNECT_TIMEOUT,
    // It streams bodies of any size, takes heads of up to 64 KiB, and leaves retries and everything about a response to others
    proxyRequestBuffering: 'off',
    clientMaxBodySize: 0,
    largeClientHeaderBuffers: { number: 4, size: '16k' },
    proxyBufferSize: '32k',
    underscoresInHeaders: dropsInvalidHeaders(loadBalancer) ? 'off' : 'on',
    ignoreInvalidHeaders: dropsInvalidHeaders(loadBalancer) ? 'on' : 'off',
    proxyNextUpstream: ['off'],
    proxyPassHeader: ['Server', 'Date'],
    maps: { $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': '' } } },
    ...(state.target !== undefined && { upstreams: { target: { servers: [{ address: state.target, maxFails: 0 }] } } }),
    servers: loadBalancer.listeners.map((listener) => server(listener, forwardedForMode(loadBalancer), state)),
  };
}

function server(
  listener: DeployedListener,
  forwardedFor: 'append' | 'preserve' | 'remove',
  { target, localPorts }: LoadBalancerState,
): ServerConfig {
  return {
    listen: listener.port,
    locations: { '/': location(listener, target, localPorts) },
    proxySetHeader: {
      Host: '$http_host',
      Upgrade: '$http_upgrade',
      Connection: '$connection_upgrade',
      ...(forwardedFor === 'append' && { 'X-Forwarded-For': '$proxy_add_x_forwarded_for' }),
      ...(forwardedFor === 'remove' && { 'X-Forwarded-For': '' }),
      'X-Forwarded-Proto': listener.protocol.toLowerCase(),
      'X-Forwarded-Port': String(listener.port),
    },
  };
}

function location(
  { action }: DeployedListener,
  target: string | undefined,
  localPorts: ReadonlyMap<number, number>,
): LocationConfig {
  switch (action.type) {
    case 'redirect':
      return { return: { code: action.statusCode, text: redirectTarget(action.location, localPorts) } };
    case 'fixed-response':
      return { return: { code: action.statusCode, text: action.body } };
    case 'forward':
      return target === undefined ? { return: { code: 503 } } : { proxyPass: 'http://target' };
  }
}

/** A redirect to another listener of the same load balancer leads to where that one is on this machine, which has no TLS. */
function redirectTarget(
  { protocol, host, port, path, query }: RedirectLocation,
  localPorts: ReadonlyMap<number, number>,
): string {
  const local = localPorts.get(Number(port));
  const origin = local === undefined ? `${protocol.toLowerCase()}://${host}:${port}` : `http://${host}:${local}`;
  const whole = path === '/#{path}' && query === '#{query}';
  const rest = whole ? '$request_uri' : path + (query === '' ? '' : `?${query}`);
  return (origin + rest)
    .replaceAll('#{protocol}', '$scheme')
    .replaceAll('#{host}', '$host')
    .replaceAll('#{port}', '$server_port')
    .replaceAll('/#{path}', '$uri')
    .replaceAll('#{query}', '$args');
}
