import { nodeCrypto } from '../node/builtins.ts';

let secret: Uint8Array | undefined;

/** Ticket keys are made from it: equal settings have equal keys, so that sessions survive a reload, and nothing needs to be kept for it. */
export function ticketSecret(): Uint8Array {
  return (secret ??= nodeCrypto().randomBytes(32));
}

/** Takes the other workers' secret: a session that one has begun is one that all resume. */
export function shareTicketSecret(shared: Uint8Array): void {
  secret = shared;
}
