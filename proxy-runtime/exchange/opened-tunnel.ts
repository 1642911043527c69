import type { Channel } from '../net/channel.ts';
import type { Cause } from '../request/cause.ts';
import type { TunnelRequest } from './cycle-context.ts';

/** A tunnel at its opening, as a program sees it that runs the proxy in its own process. */
export interface OpenedTunnel {
  /** The key of its location, such as `/chat/` or `= /exact`; '' when its request was in none. */
  readonly location: string;
  /** The name of the location's upstream; undefined where `proxyPass` has variables. */
  readonly upstream: string | undefined;
  /** The backend's address, as `$upstream_addr` shows it. */
  readonly address: string;
  /** The client's port, and the proxy's own port on its connection to the backend; undefined for unix sockets. */
  readonly clientPort: number | undefined;
  readonly upstreamPort: number | undefined;
  /** Ends it at once, as the end of a drain does: the cause is `shutdown_timeout`. */
  readonly close: () => void;
}

/**
 * Is told of every tunnel when it opens, which {@link openedTunnel} describes; what it returns is told when that tunnel is over, and why.
 *
 * The server of a container has none, so nothing of the description is in its bundle.
 */
export type OnTunnel = (request: TunnelRequest, upstream: Channel) => (cause: Cause | undefined) => void;

export function openedTunnel(request: TunnelRequest, upstream: Channel): OpenedTunnel {
  const { location, client, attempts } = request;
  const { modifier = '', path = '' } = location?.key ?? {};
  const key = [modifier, path].join(modifier === '' || modifier === '@' ? '' : ' ');
  return {
    location: Buffer.from(key, 'latin1').toString(),
    upstream: location?.upstream,
    address: attempts.at(-1)?.name ?? '',
    clientPort: client.remotePort,
    upstreamPort: upstream.local?.port,
    close: () => request.shutDown(),
  };
}
