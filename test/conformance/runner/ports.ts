import { isFreePort } from '../../../lib/local/backends/free-port.ts';

/** Below every system's ephemeral ports, so that neither an outgoing connection nor a neighbour's port 0 can be one of them. */
const FIRST = 20_000;
const LAST = 29_999;

let next = FIRST + Math.floor(Math.random() * (LAST - FIRST));

/** A port of 127.0.0.1 that nothing listens on, and that this process takes only once. */
export async function takePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = port === LAST ? FIRST : port + 1;
    if (await isFreePort(port)) return port;
  }
}
