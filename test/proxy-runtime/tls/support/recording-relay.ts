import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { eventually } from '../../../support/eventually.ts';

const ALERT = 0x15;

/** One connection through a relay: everything that came from either end, as it was on the wire. */
export class RecordedConnection {
  readonly fromClient: Recording;
  readonly fromServer: Recording;

  constructor(client: Socket, server: Socket) {
    this.fromClient = new Recording(client, server);
    this.fromServer = new Recording(server, client);
  }
}

/** One direction. */
class Recording {
  readonly #chunks: Buffer[] = [];
  #end: 'fin' | 'reset' | undefined;

  constructor(from: Socket, to: Socket) {
    from.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      to.write(chunk);
    });
    from.on('end', () => {
      this.#end ??= 'fin';
      to.end();
    });
    from.on('error', () => {
      this.#end ??= 'reset';
      to.resetAndDestroy();
    });
    from.on('close', () => to.destroy());
  }

  /**
   * How it ended. Up to TLS 1.2 an alert can be told by its record's type, encrypted or not: whether the last record before FIN is one is the
   * difference between close_notify and a bare FIN.
   */
  async end(): Promise<'close_notify, fin' | 'fin' | 'reset'> {
    const end = await eventually('the end of a recorded connection', () => this.#end);
    return end === 'fin' && this.#lastRecord() === ALERT ? 'close_notify, fin' : end;
  }

  #lastRecord(): number | undefined {
    const bytes = Buffer.concat(this.#chunks);
    let last: number | undefined;
    for (let offset = 0; offset + 5 <= bytes.length; offset += 5 + bytes.readUInt16BE(offset + 3)) last = bytes[offset];
    return last;
  }
}

export interface RecordingRelay extends AsyncDisposable {
  readonly port: number;
  connection(index: number): Promise<RecordedConnection>;
}

/** Passes connections on to a port of 127.0.0.1. */
export async function startRecordingRelay(port: number): Promise<RecordingRelay> {
  const connections: RecordedConnection[] = [];
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const onward = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    sockets.push(client, onward);
    connections.push(new RecordedConnection(client, onward));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connection: (index) => eventually(`relayed connection ${index}`, () => connections[index]),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
