/** What one connection may take of a turn of the event loop, about, while others wait. */
export const SHARE_MS = 2;

/** Between two reads of a connection in the same turn, nothing else is done. */
const SAME_TURN_MS = 0.1;

let latest: object | undefined;
let since = 0;
let until = 0;

/**
 * Whether a connection has had its share: libuv reads one that has filled the buffer up to 32 times in a row, and what a read costs is the
 * other end's choice, who may send chunks of one byte, or hundreds of answers `100 Continue`.
 *
 * @param began - when it began to work on what was read
 */
export function hadItsShare(connection: object, began: number): boolean {
  if (latest !== connection || began - until > SAME_TURN_MS) {
    latest = connection;
    since = began;
  }
  until = performance.now();
  if (until - since <= SHARE_MS) return false;
  latest = undefined;
  return true;
}
