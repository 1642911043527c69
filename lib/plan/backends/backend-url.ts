import type { BackendTarget } from './backend-target.ts';
import { PlanError } from '../errors/plan-error.ts';

/** A URL taken apart; a host may be a front end's placeholder, so this is laxer than the URL standard and checks what it knows. */
const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/(?:([^/@]*)@)?(\[[^\]]+\]|[^/:?#]*)(?::([^/?#]*))?(\/[^?#]*)?([?#].*)?$/is;

const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/i;

const WAY_OUT = "write it as 'http://host:port'";

/**
 * Reads a backend's URL: `http://legacy.internal:8080`, `https://api.example.com/v2/`.
 *
 * @param isKnown - whether a part of the text is known now; parts it denies (a placeholder for a host or port) are not checked
 * @throws {@link PlanError} naming the part that a backend can't have
 */
export function parseBackendUrl(url: string, isKnown: (text: string) => boolean = () => true): BackendTarget {
  const [, scheme = '', credentials, host = '', port, uri, rest = ''] = URL_PARTS.exec(url) ?? [];
  const refuse = (problem: string): PlanError =>
    new PlanError('WSPROXY_BACKEND_ADDRESS', `the backend URL '${url}' ${problem}`);

  if (scheme === '') throw refuse(`is not a URL; ${WAY_OUT}`);
  const kind = scheme.toLowerCase();
  if (kind === 'ws' || kind === 'wss') {
    throw refuse(
      `begins with ${kind}, but a WebSocket starts as an HTTP request; write ${kind === 'ws' ? 'http' : 'https'}://`,
    );
  }
  if (kind !== 'http' && kind !== 'https')
    throw refuse(`begins with ${kind}, but the proxy speaks http and https; ${WAY_OUT}`);
  if (credentials !== undefined) {
    throw refuse(
      'has credentials, which would be readable in the task definition; let the client or the backend send them',
    );
  }
  if (rest.startsWith('?')) throw refuse("has a query, but a request's own is passed on; leave it out");
  if (rest.startsWith('#')) throw refuse('has a fragment, which is never sent; leave it out');
  if (host === '' || (isKnown(host) && !HOST.test(host))) throw refuse(`has no usable host; ${WAY_OUT}`);
  if (port !== undefined && isKnown(port) && !isPort(port)) {
    throw refuse(`has the port '${port}', but TCP allows 1 to 65535; ${WAY_OUT}`);
  }
  return {
    scheme: kind,
    host,
    port: port ?? (kind === 'https' ? '443' : '80'),
    ...(uri === undefined ? {} : { uri }),
    ...(isKnown(host) ? { name: host } : {}),
  };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
