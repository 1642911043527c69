import type { Listen } from '../compile/listens.ts';
import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { Channel } from '../net/channel.ts';
import type { ClientSocket } from './client-socket.ts';
import type { ClientInfo } from '../request/request.ts';
import type { AcceptedTls } from '../tls/accepted-tls.ts';
import type { CycleContext } from './cycle-context.ts';

/** How a connection to a `listen … ssl` turned out. */
export interface Security {
  readonly tls?: AcceptedTls;
  /** It speaks plain HTTP where TLS is asked for. */
  readonly plain?: boolean;
}

type SocketMembers = 'giveTo' | 'lendTo' | 'endLoan' | 'ownerAfterBody' | 'relayTo';

/** A client's connection, as the exchange has it that owns its socket. */
export interface Client extends ClientInfo, Pick<ClientSocket, SocketMembers> {
  readonly channel: Channel;
  readonly cycle: CycleContext;
  readonly listen: Listen;
  readonly security: Security;
  readonly tls: AcceptedTls | undefined;
  /** Whether the request that is read was there before the answer to the one before it was out. */
  readonly pipelined: boolean;
  /** What is here behind the head, which is not taken by that. */
  readonly input: Buffer;
  /** The bytes behind the head that are here already. */
  takeInput(): Buffer;
  /** Keeps bytes for later: of the next request, or of a tunnel that is not there yet. */
  hold(bytes: Buffer): void;
  /** The exchange is over and the connection lives on. */
  next(settings: LocationSettings): void;
  /** FIN, lingering if need be; then `closed`. */
  close(settings: LocationSettings, closed?: () => void): void;
  /** Closes at once. */
  destroy(reset?: boolean): void;
}
