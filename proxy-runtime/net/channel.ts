import type { ChannelTimer } from './channel-timer.ts';

/** Who hears of a socket: one owner at a time. */
export interface ChannelEvents {
  /** The other end sent FIN. */
  onEnd(): void;
  /** Everything written has left this process. Certain to come after {@link Channel.congested} was true. */
  onDrain(): void;
  /** The socket is gone; nothing follows. */
  onClose(error: Error | undefined): void;
}

/** An owner that reads what comes. */
export interface ChannelOwner extends ChannelEvents {
  /** @param chunk - bytes that nothing else changes or holds */
  onData(chunk: Buffer): void;
}

/** An owner that lets bytes through without seeing them. */
export interface RelayOwner extends ChannelEvents {
  /**
   * Bytes came and were written to the other channel.
   *
   * @param now - about now by `performance.now()`
   */
  onRelayed(now: number): void;
}

/** An end of a TCP connection; of a unix socket's connection, its path and no port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number | undefined;
}

/**
 * A connection, whose events go to its owner of the moment.
 *
 * An owner hears of the end of a connection exactly once. Nothing is ever thrown for what the other end does.
 */
export interface Channel {
  /** {@link NOBODY} during a relay, which setting it ends. */
  owner: ChannelOwner;
  readonly timer: ChannelTimer;
  readonly bytesRead: number;
  /** Bytes written that the kernel has taken; those it had not when the connection was closed never count. */
  readonly bytesSent: number;
  /** The other end sent FIN. */
  readonly ended: boolean;
  readonly closed: boolean;
  /** Bytes written are still in this process, because the other end does not take them. */
  readonly blocked: boolean;
  /** So much is blocked that no more may be written before `onDrain`. */
  readonly congested: boolean;
  /** Whether reading is stopped. */
  readonly paused: boolean;
  readonly writable: boolean;
  /** How many bytes the kernel has not taken yet: when it shrinks, the other end reads, however slowly. */
  readonly unsent: number;
  /** Undefined once the connection is gone, which it is with an RST of the other end that is not read yet. */
  readonly remote: Endpoint | undefined;
  readonly local: Endpoint | undefined;

  /** @param data - text is latin1, one character is one byte; the bytes of a Buffer must not change afterwards */
  write(data: Buffer | string): void;
  /** Calls `sent` when everything written so far has left this process, never before it returns. Not called when that becomes impossible. */
  onceSent(sent: () => void): void;
  /** Sends what `write` writes together, in as few packets as it takes. */
  together(write: () => void): void;
  /**
   * Stops reading.
   *
   * @param heedEnd - whether the owner hears of the other end's end even so, with bytes in front of it that were not read; where the system
   * can tell. It hears of it again when it has read them
   */
  pause(heedEnd?: boolean): void;
  resume(): void;
  /** From now on, what comes is written to the other channel at once; reading stops while that is congested, and the owner has it go on. */
  relay(to: Channel, owner: RelayOwner): void;
  /** Sends FIN behind what is written, then calls `sent`; also when that becomes impossible. */
  finish(sent: () => void): void;
  /** Closes at once: FIN, or RST where the other end's bytes were not all read. */
  destroy(): void;
  /** Closes at once, with RST where there is such a thing: not on a unix socket. */
  reset(): void;
  setNoDelay(on: boolean): void;
  /** Has the system send TCP keep-alive probes once nothing has come for `delaySeconds`. */
  keepAlive(delaySeconds: number): void;
  /** Calls back when the connection is gone, whoever owns it then. */
  whenGone(gone: () => void): void;
}

/** For a connection that is being closed, is relayed, or has no owner yet. */
export const NOBODY: ChannelOwner = {
  onData: () => undefined,
  onEnd: () => undefined,
  onDrain: () => undefined,
  onClose: () => undefined,
};
