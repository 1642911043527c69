import { ConfigError } from '../config-error.ts';

/** Where a server listens. */
export type ListenAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/** Reads a `listen` value; a bare port listens on all addresses. @throws {@link ConfigError} */
export function parseListen(value: number | string): ListenAddress {
  const text = String(value);
  if (text.startsWith('unix:/')) return { kind: 'unix', path: text.slice('unix:'.length) };
  const [, v6, name, digits] = /^(?:\[([0-9a-f:.]+)\]:|([^\s:/]+):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (!(port <= 65_535)) {
    throw new ConfigError(
      `${JSON.stringify(value)} is no address to listen on; write a port (0 to 65535), 'host:port' or 'unix:/path'`,
    );
  }
  const host = name === '*' ? '0.0.0.0' : (v6 ?? name ?? '0.0.0.0');
  return { kind: 'tcp', host, port };
}

export function formatListen(address: ListenAddress): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}
