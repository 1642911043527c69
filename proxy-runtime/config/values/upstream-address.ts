import { ConfigError } from '../config-error.ts';

/** Where a server's connections go: a host to look up (or a literal address) and a port, or a unix socket. */
export type UpstreamAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/** A host's name, in which a deployment's placeholder `${…}` may stand, an IPv4 address, or an IPv6 address in brackets; then a port. */
const ADDRESS = /^(?:\[([0-9a-f:.]+)\]|((?:\$\{[^}]*\}|[^\s/[\]:@])+))(?::(\d{1,5}))?$/i;

/** @throws {@link ConfigError} for what is no address */
export function parseAddress(text: string, defaultPort: number): UpstreamAddress {
  if (text.startsWith('unix:/')) return { kind: 'unix', path: text.slice('unix:'.length) };
  const [, v6, name, digits] = ADDRESS.exec(text) ?? [];
  const host = v6 ?? name;
  const port = digits === undefined ? defaultPort : Number(digits);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new ConfigError(
      `${JSON.stringify(text)} is no server address; write 'host', 'host:port' (1 to 65535) or 'unix:/path'`,
    );
  }
  return { kind: 'tcp', host, port };
}
