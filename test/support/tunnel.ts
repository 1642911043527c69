import assert from 'node:assert/strict';
import type { RawBackend } from './raw-backend.ts';
import type { RawSocket } from './raw-socket.ts';
import { SWITCHING, UPGRADE_REQUEST, type TestProxy } from './test-proxy.ts';

/** The two ends of an open tunnel, seen from the client's and from the backend's side. */
export interface OpenTunnel extends Disposable {
  readonly client: RawSocket;
  readonly backend: RawSocket;
}

/** Opens a tunnel; both heads are taken already. */
export async function openTunnel(proxy: TestProxy, backend: RawBackend): Promise<OpenTunnel> {
  const index = backend.connections.length;
  const client = await proxy.connect();
  client.write(UPGRADE_REQUEST);
  const upstream = await backend.connection(index);
  await upstream.request();
  upstream.write(SWITCHING);
  const { line } = await client.response();
  assert.equal(line, 'HTTP/1.1 101 Switching Protocols');
  return {
    client,
    backend: upstream,
    [Symbol.dispose]: () => {
      client[Symbol.dispose]();
      upstream[Symbol.dispose]();
    },
  };
}
