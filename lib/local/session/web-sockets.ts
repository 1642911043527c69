import { openedTunnel, type Cause, type OnTunnel, type OpenedTunnel } from '../../../proxy-runtime/index.ts';
import { formatDuration } from '../duration.ts';
import { LogThrottle } from '../logs/log-throttle.ts';
import type { SessionLog } from '../logs/session-log.ts';

/** The backend of a WebSocket: `/chat/ -> chat (127.0.0.1:3001)`. */
interface Destination {
  readonly location: string;
  readonly backend: string;
  readonly address: string;
}

/** A WebSocket in the proxy's task, and after its end why that came. */
interface TaskTunnel extends Destination {
  cause: Cause | undefined;
  /** Whether it was ended by {@link WebSockets.cut}, which logs all that it ended together. */
  cut: boolean;
}

/** A WebSocket that opened, or closed. */
interface Event extends Destination {
  /** Why and after how long it closed; undefined for one that opened. */
  readonly end: { readonly by: string; readonly age: number } | undefined;
  /** The number of WebSockets that were open then. */
  readonly open: number;
}

/** The WebSockets through one load balancer, each of which passes the load balancer's stand-in and a task: says when they open and close. */
export class WebSockets {
  readonly #log: SessionLog;
  /** The WebSockets in tasks, by the load balancer's port on its connection to the task. */
  readonly #inTasks = new Map<number, TaskTunnel>();
  readonly #throttle: LogThrottle<Event>;
  #open = 0;
  #cutting = false;
  #cut = 0;

  constructor(log: SessionLog) {
    this.#log = log;
    this.#throttle = new LogThrottle<Event>({
      kind: ({ location, backend, end }) => JSON.stringify([location, backend, end?.by]),
      one: (event) => {
        this.#log.info(describeOne(event));
      },
      many: (events) => {
        this.#log.info(describeMany(events));
      },
    });
  }

  get open(): number {
    return this.#open;
  }

  /** For the proxy in a task, which has a WebSocket before the load balancer has it. */
  readonly inTask: OnTunnel = (exchange, channel) => {
    const { location, upstream, address, clientPort = 0 } = openedTunnel(exchange, channel);
    const socket: TaskTunnel = { location, backend: upstream ?? address, address, cause: undefined, cut: false };
    this.#inTasks.set(clientPort, socket);
    return (cause) => {
      socket.cause = cause;
      if (cause === 'shutdown_timeout') this.#noteCut(socket);
    };
  };

  /**
   * For the load balancer's stand-in.
   *
   * @param idleTimeout - the load balancer's, in seconds
   */
  inLoadBalancer({ upstreamPort = 0 }: OpenedTunnel, idleTimeout: number): ReturnType<OnTunnel> {
    const socket = this.#inTasks.get(upstreamPort) ?? unknownTunnel();
    this.#inTasks.delete(upstreamPort);
    const openedAt = performance.now();
    this.#open += 1;
    this.#throttle.take({ ...destinationOf(socket), end: undefined, open: this.#open });
    return (cause) => {
      this.#open -= 1;
      if (cause === 'shutdown_timeout') this.#noteCut(socket);
      if (socket.cut) return;
      const end = { by: describeCause(cause, socket.cause, idleTimeout), age: performance.now() - openedAt };
      this.#throttle.take({ ...destinationOf(socket), end, open: this.#open });
    };
  }

  /**
   * Ends WebSockets.
   *
   * @param end - does it
   * @param reason - why, said once of all that it ended: `deregistrationDelay 30 s, the target group's, was over`
   */
  async cut(reason: string, end: () => void | Promise<void>): Promise<void> {
    const before = this.#cut;
    this.#cutting = true;
    try {
      await end();
    } finally {
      this.#cutting = false;
    }
    const cut = this.#cut - before;
    this.#throttle.flush();
    if (cut > 0) this.#log.info(`${countWebSockets(cut)} closed: ${reason}`);
  }

  /** Both the load balancer and the task may end a WebSocket, which counts once. */
  #noteCut(socket: TaskTunnel): void {
    if (!this.#cutting || socket.cut) return;
    socket.cut = true;
    this.#cut += 1;
  }

  /** Logs what waits to be logged. */
  flush(): void {
    this.#throttle.flush();
  }
}

/** A task tells of a WebSocket before the load balancer can; without, only its end is known. */
function unknownTunnel(): TaskTunnel {
  return { location: '', backend: 'a backend', address: '', cause: undefined, cut: false };
}

function destinationOf({ location, backend, address }: Destination): Destination {
  return { location, backend, address };
}

export function countWebSockets(count: number): string {
  return count === 1 ? '1 WebSocket' : `${count} WebSockets`;
}

function describeOne({ location, backend, address, end, open }: Event): string {
  const place = address === '' || address === backend ? backend : `${backend} (${address})`;
  const destination = `${location} -> ${place}`.trim();
  if (end === undefined) return `WebSocket opened  ${destination}, ${open} open`;
  return `WebSocket closed  ${destination}, after ${formatDuration(end.age)}, ${end.by}, ${open} open`;
}

function describeMany(events: readonly [Event, ...Event[]]): string {
  const [{ location, backend, end }] = events;
  const { open } = events.at(-1) ?? events[0];
  const what = `${countWebSockets(events.length)} ${end === undefined ? 'opened' : 'closed'}`;
  return `${what}  ${location} -> ${backend}${end === undefined ? '' : `, ${end.by}`}, ${open} open`;
}

/** Who ended a WebSocket: the load balancer, unless that only heard of it from the task. */
function describeCause(ofLoadBalancer: Cause | undefined, ofTask: Cause | undefined, idleTimeout: number): string {
  switch (ofLoadBalancer) {
    case 'idle':
      return `idle for ${idleTimeout} s: idleTimeout, the load balancer's`;
    case 'client_eof':
      return 'by the client';
    case 'client_reset':
      return 'the client has gone';
    case 'client_send_timeout':
      return `the client took nothing for ${idleTimeout} s: idleTimeout, the load balancer's`;
    case 'shutdown_timeout':
      return 'by the load balancer';
    default:
      return describeCauseInTask(ofTask);
  }
}

function describeCauseInTask(cause: Cause | undefined): string {
  switch (cause) {
    case 'upstream_eof':
      // In a WebSocket's close handshake it is the server that ends the connection, whoever began
      return 'by a close handshake or the backend';
    case 'upstream_reset':
      return 'the backend has gone';
    case 'idle':
      return "idle: proxyReadTimeout, the proxy's, is shorter than idleTimeout";
    case 'client_send_timeout':
      return "the client took nothing for sendTimeout, the proxy's";
    case 'upstream_send_timeout':
      return "the backend took nothing for proxySendTimeout, the proxy's";
    default:
      return 'by the proxy';
  }
}
