import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What it answers; may be changed at any time. */
export interface DnsAnswer {
  addresses: readonly string[];
  /** Seconds. */
  ttl: number;
  /** 3 for a name that does not exist, 2 for a server that failed. */
  code?: number;
}

export interface DnsServer extends Disposable {
  readonly address: string;
  /** The names that were asked for. */
  readonly asked: readonly string[];
}

/**
 * A DNS server that answers every question for an A record with these addresses, and any other with nothing.
 *
 * @param answer - the same for every name, or what to answer for a name; undefined: nothing at all, so that it seems to be down
 */
export async function startDns(answer: DnsAnswer | ((name: string) => DnsAnswer | undefined)): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, { port, address }) => {
    const end = query.indexOf(0, 12) + 5;
    const question = query.subarray(12, end);
    const name = readName(question);
    asked.push(name);
    const given = typeof answer === 'function' ? answer(name) : answer;
    if (given === undefined) return;
    const isA = question.readUInt16BE(question.length - 4) === 1;
    const records = isA ? given.addresses.map((each) => record(each, given.ttl)) : [];
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | (given.code ?? 0), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(records.length, 6);
    socket.send(Buffer.concat([head, question, ...records]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    [Symbol.dispose]: () => void socket.close(),
  };
}

function readName(question: Buffer): string {
  const labels: string[] = [];
  for (let at = 0; question[at];) {
    const end = at + 1 + (question[at] ?? 0);
    labels.push(question.toString('latin1', at + 1, end));
    at = end;
  }
  return labels.join('.').toLowerCase();
}

function record(address: string, ttl: number): Buffer {
  const bytes = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
  bytes.writeUInt32BE(ttl, 6);
  return bytes;
}
