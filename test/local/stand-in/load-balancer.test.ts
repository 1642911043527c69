import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { DeployedProxy } from '../../../lib/local/index.ts';
import { silentLog } from '../../../lib/local/logs/session-log.ts';
import { LoadBalancer } from '../../../lib/local/stand-in/load-balancer.ts';
import { openWebSocket, startEchoBackend, type EchoBackend, type EchoedRequest } from '../support/backends.ts';
import { deployedProxy } from '../support/deployed.ts';

function addressOf({ url }: EchoBackend): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

async function start(deployed: DeployedProxy, port = 0): Promise<LoadBalancer & AsyncDisposable> {
  const loadBalancer = await LoadBalancer.start(deployed, port, silentLog);
  return Object.assign(loadBalancer, { [Symbol.asyncDispose]: () => loadBalancer.close() });
}

describe('LoadBalancer', () => {
  test('answers 503 until there is a target', async () => {
    await using loadBalancer = await start(deployedProxy());
    const response = await fetch(`http://127.0.0.1:${loadBalancer.entry.localPort}/`);
    assert.equal(response.status, 503);
  });

  test('passes requests on with the headers an Application Load Balancer adds', async () => {
    await using backend = await startEchoBackend('a');
    const deployed = deployedProxy({ https: true });
    await using loadBalancer = await start(deployed);
    await loadBalancer.update(deployed, addressOf(backend));
    const { localPort } = loadBalancer.entry;
    const response = await fetch(`http://127.0.0.1:${localPort}/path?query`, {
      headers: { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'gopher', snake_case: 'stays' },
    });
    assert.equal(response.headers.get('server'), 'echo', "a response is the target's own");
    const { url, headers } = (await response.json()) as EchoedRequest;
    assert.equal(url, '/path?query');
    assert.equal(headers['host'], `127.0.0.1:${localPort}`);
    assert.equal(headers['x-forwarded-for'], '203.0.113.7, 127.0.0.1');
    assert.equal(headers['x-forwarded-proto'], 'https');
    assert.equal(headers['x-forwarded-port'], '443');
    assert.equal(headers['snake_case'], 'stays');
  });

  test('redirects from HTTP to where the HTTPS listener is here', async () => {
    const deployed = deployedProxy({ https: true });
    await using loadBalancer = await start(deployed);
    const redirect = loadBalancer.listeners.find(({ port }) => port === 80);
    const response = await fetch(`http://127.0.0.1:${redirect?.localPort ?? 0}/a/b?c=d`, { redirect: 'manual' });
    assert.equal(response.status, 301);
    assert.equal(response.headers.get('location'), `http://127.0.0.1:${loadBalancer.entry.localPort}/a/b?c=d`);
  });

  test('closes a WebSocket in which nothing moved for the idle timeout', async () => {
    await using backend = await startEchoBackend('a');
    const deployed = deployedProxy({ idleTimeout: 1 });
    await using loadBalancer = await start(deployed);
    await loadBalancer.update(deployed, addressOf(backend));
    await using client = await openWebSocket(`ws://127.0.0.1:${loadBalancer.entry.localPort}/`);
    assert.equal(await client.ask('hello'), 'a: hello');
    assert.equal(await client.closed, 1006, 'without a Close frame');
  });

  test('lets tunnels to a deregistered target live, while new ones go to the next', async () => {
    await using before = await startEchoBackend('before');
    await using after = await startEchoBackend('after');
    const deployed = deployedProxy({ deregistrationDelay: 3600 });
    await using loadBalancer = await start(deployed);
    const url = `ws://127.0.0.1:${loadBalancer.entry.localPort}/`;
    await loadBalancer.update(deployed, addressOf(before));
    await using old = await openWebSocket(url);
    await loadBalancer.update(deployed, addressOf(after));
    await using young = await openWebSocket(url);
    assert.equal(await young.ask('hello'), 'after: hello');
    assert.equal(await old.ask('hello'), 'before: hello');
    assert.equal(loadBalancer.tunnels, 2);
  });

  test('cuts tunnels to a deregistered target when the deregistration delay is over', async () => {
    await using before = await startEchoBackend('before');
    await using after = await startEchoBackend('after');
    const deployed = deployedProxy({ deregistrationDelay: 1 });
    await using loadBalancer = await start(deployed);
    const url = `ws://127.0.0.1:${loadBalancer.entry.localPort}/`;
    await loadBalancer.update(deployed, addressOf(before));
    await using old = await openWebSocket(url);
    await loadBalancer.update(deployed, addressOf(after));
    await using young = await openWebSocket(url);
    assert.equal(await old.closed, 1006);
    assert.equal(await young.ask('still'), 'after: still');
  });

  test('drains: no new connections, and open tunnels go on', async () => {
    await using backend = await startEchoBackend('a');
    const deployed = deployedProxy({ deregistrationDelay: 3600 });
    await using loadBalancer = await start(deployed);
    const url = `ws://127.0.0.1:${loadBalancer.entry.localPort}/`;
    await loadBalancer.update(deployed, addressOf(backend));
    await using client = await openWebSocket(url);
    const drained = loadBalancer.drain();
    await assert.rejects(openWebSocket(url), { code: 'ECONNREFUSED' });
    assert.equal(await client.ask('still'), 'a: still');
    client.close();
    await drained;
  });

  test('says which port is taken and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await assert.rejects(start(deployedProxy(), port), {
      message: `port ${port} is taken on 127.0.0.1; choose another with --port PORT, or --port 0 for any free one`,
    });
    other.close();
  });

  test('refuses to stand in for a network load balancer', async () => {
    const deployed = deployedProxy();
    const network = { ...deployed, loadBalancer: { ...deployed.loadBalancer, type: 'network' } };
    await assert.rejects(start(network), {
      name: 'InputError',
      message: 'ChatStack/Proxy: its load balancer is of type network; only an application load balancer runs locally',
    });
  });
});
