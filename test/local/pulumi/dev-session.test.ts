import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startDevSession } from '../../../lib/local/index.ts';
import { fromSources } from '../../support/tools.ts';
import { openWebSocket, startEchoBackend } from '../support/backends.ts';
import { recordLog } from '../support/recorded-log.ts';
import { proxyProgram, temporaryProgram } from './support/program.ts';

Object.assign(process.env, fromSources);

describe('startDevSession, of a Pulumi program', () => {
  test('goes over to what a changed program declares, and open tunnels stay', async () => {
    await using folder = await temporaryProgram({ 'index.ts': proxyProgram('idleTimeout: 60') });
    await using chat = await startEchoBackend('chat');
    const log = recordLog();
    const session = await startDevSession({ app: folder.path, backends: { chat: chat.url }, watch: true, log });
    await using cleanUp = new AsyncDisposableStack();
    cleanUp.defer(() => session.close());
    const [proxy] = session.proxies;
    assert.equal(proxy?.path, 'edge');
    await log.said(/^running /);
    await using old = await openWebSocket(`${proxy.webSocketUrl}/chat`);

    await writeFile(join(folder.path, 'index.ts'), proxyProgram('idleTimeout: 5000'));
    await log.said(/: edge: idleTimeout is 5000 s, .+; the version before goes on$/);
    await writeFile(join(folder.path, 'index.ts'), proxyProgram('idleTimeout: 120'));
    await log.said(/^edge: idleTimeout 60 -> 120 s$/);
    await log.said(/^edge: new connections go to the new version; 1 WebSocket stays for 120 s at most /);
    await using young = await openWebSocket(`${proxy.webSocketUrl}/chat`);
    assert.equal(await young.ask('hello'), 'chat: hello');
    assert.equal(await old.ask('still'), 'chat: still');
  });
});
