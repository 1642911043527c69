import type { BackendRoute } from '../backends/route.ts';
import type { LocalProxy } from './local-proxy.ts';
import type { LocalListener } from '../stand-in/load-balancer.ts';

/** What runs and where, for the terminal. */
export function describeProxy({ version, loadBalancer }: LocalProxy): string[] {
  return [version.deployed.path, ...describeListeners(loadBalancer.listeners), ...describeRoutes(version.routes)];
}

function describeListeners(listeners: readonly LocalListener[]): string[] {
  return listeners.flatMap(({ port, protocol, action, localPort }) => {
    const address = `127.0.0.1:${localPort}`;
    const listener = `listener ${protocol} ${port}`;
    if (action.type === 'redirect') return [`  http://${address}  (${listener}: redirects)`];
    if (action.type === 'fixed-response') return [`  http://${address}  (${listener}: answers ${action.statusCode})`];
    const line = `  http://${address}  ws://${address}  (${listener})`;
    if (protocol !== 'HTTPS') return [line];
    return [
      line,
      '    TLS is not terminated on this machine: plain HTTP here, with X-Forwarded-Proto: https for the backends',
    ];
  });
}

function describeRoutes(routes: readonly BackendRoute[]): string[] {
  const rows = routes.flatMap((route) => route.backend.locations.map((location) => ({ location, route })));
  const width = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));
  const locations = width(rows.map(({ location }) => location));
  const names = width(routes.map(({ backend }) => backend.name));
  return rows.map(
    ({ location, route }) =>
      `  ${location.padEnd(locations)}  -> ${route.backend.name.padEnd(names)}  ${describeRoute(route)}`,
  );
}

function describeRoute({ backend, url, command }: BackendRoute): string {
  if (url !== undefined) return command === undefined ? url.origin : `${url.origin}  (${command})`;
  const addresses = backend.addresses.join(', ');
  const option = `--backend ${backend.name}=http://127.0.0.1:PORT`;
  if (backend.placeholder) return `not mapped: 502, since ${addresses} exists only once deployed; add ${option}`;
  return `not mapped: goes to ${addresses} as if deployed, 502 if this machine can't reach it; or add ${option}`;
}
