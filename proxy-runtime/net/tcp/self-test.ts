import { tcpBinding, type TcpBinding } from './binding.ts';
import { threadEpoll } from './epoll.ts';
import { useFastPath } from './fast-path.ts';
import { withLoopback, type Loopback, type Peer } from './loopback.ts';
import { oneTurn, turnsUntil } from './turns-until.ts';

/** A handle reads the first ones itself. */
const MESSAGES = 4;
const MESSAGE = 300;

const PIECE = 64 * 1024;

/** More than the system's buffers hold. */
const MAX_PIECES = 1024;

/** What has to hold, in the order in which it is tested. */
const CHECKS: Readonly<Record<string, (loopback: Loopback) => Promise<void>>> = {
  'bytes both ways': async ({ client, backend }) => {
    for (let message = 0; message < MESSAGES; message++) {
      await carry(client, backend);
      await carry(backend, client);
    }
  },

  'a full buffer': async ({ client, clientSide, upstreamSide, backend }) => {
    client.socket.pause();
    for (let piece = 0; !clientSide.channel.congested; piece++) {
      if (piece === MAX_PIECES) throw new Error('it was never full');
      backend.write(PIECE);
      await oneTurn();
    }
    // It waits until there is room again.
    backend.write(PIECE);
    await oneTurn();
    if (!upstreamSide.channel.paused) throw new Error('reading goes on');
    client.socket.resume();
    await arrived(backend, client);
  },

  'a half-close': async ({ client, clientSide, upstreamSide, backend }) => {
    client.socket.end();
    await turnsUntil(() => clientSide.ended);
    let sent = false;
    upstreamSide.channel.finish(() => (sent = true));
    await turnsUntil(() => sent && backend.ended);
    await carry(backend, client);
  },

  'a reset': async ({ client, clientSide, upstreamSide, backend }) => {
    backend.socket.resetAndDestroy();
    await turnsUntil(() => upstreamSide.errorCode === 'ECONNRESET');
    clientSide.channel.reset();
    await turnsUntil(() => client.errorCode === 'ECONNRESET');
  },
};

async function carry(from: Peer, to: Peer): Promise<void> {
  from.write(MESSAGE);
  await arrived(from, to);
}

async function arrived(from: Peer, to: Peer): Promise<void> {
  await turnsUntil(() => to.received.length >= from.sent.length || !to.received.intact);
  if (!to.received.intact || to.received.length > from.sent.length) throw new Error('other bytes came');
}

/** @returns what does not hold; undefined where all does */
async function failedCheck(binding: TcpBinding): Promise<string | undefined> {
  let testing = 'a connection';
  try {
    await withLoopback(binding, async (loopback) => {
      for (const [name, check] of Object.entries(CHECKS)) {
        testing = name;
        await check(loopback);
      }
    });
    return undefined;
  } catch (error) {
    return `${testing}: ${(error as Error).message}`;
  }
}

let proof: Promise<string | undefined> | undefined;

/**
 * Finds out on 127.0.0.1, once, what this Node's private interfaces are good for, and has this thread's connections made of that. What
 * can't be tested, because nothing can listen there, is not used.
 *
 * @returns a line that says which test failed, and what is used instead
 */
export function provenFastPath(): Promise<string | undefined> {
  return (proof ??= prove());
}

async function prove(): Promise<string | undefined> {
  if (tcpBinding === undefined) return undefined;
  let fault: string | undefined;
  if (threadEpoll() !== undefined) {
    const failed = await failedCheck(tcpBinding);
    if (failed === undefined) return undefined;
    fault = `system calls by node:ffi failed their test on loopback (${failed}): Node's TCP handles are used instead`;
  }
  useFastPath('handles');
  const failed = await failedCheck(tcpBinding);
  if (failed === undefined) return fault;
  useFastPath('none');
  return `Node's TCP handles failed their test on loopback (${failed}): net.Socket is used instead, at several times the memory`;
}
