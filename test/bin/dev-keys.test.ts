import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openWebSocket, startEchoBackend } from '../local/support/backends.ts';
import { proxyTemplate, writeAssembly } from '../local/support/templates.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { skipUnless } from '../support/tools.ts';
import { startWsproxy, startWsproxyOnTerminal } from './support.ts';

const HINT = /keys: r reload, o open the page, q quit, h help\r?$/m;

describe('the keys of wsproxy dev', { skip: skipUnless('pty') }, () => {
  test('reload, help and quit, and leave the terminal as it was', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
    await using program = startWsproxyOnTerminal(['dev', folder.path, '--port', '0']);
    await program.printed(HINT);
    program.write('r');
    await program.printed(/r: reading /);
    await program.printed(/nothing changed in its proxies/);
    program.write('\x1b[A?');
    await program.printed(/q {2}quit: drain and stop/);
    await program.printed(/0 WebSockets are open/);
    program.write('q');
    await program.printed(/draining: no WebSockets are open/);
    assert.equal(await program.ended(), 0);
    assert.match(program.output, /[^-]icanon/, 'the terminal waits for lines again');
  });

  test('Ctrl-C drains, and a second one ends at once', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
    await using program = startWsproxyOnTerminal(['dev', folder.path, '--port', '0', '--backend', `chat=${chat.url}`]);
    const [, url = ''] = await program.printed(/(ws:\/\/127\.0\.0\.1:\d+)/);
    await program.printed(HINT);
    await using client = await openWebSocket(`${url}/chat/`);
    program.write('\x03');
    await program.printed(/draining: 1 WebSocket may go on for 30 s/);
    assert.equal(await client.ask('still'), 'chat: still');
    program.write('\x03');
    assert.equal(await client.closed, 1006);
    await program.printed(/1 WebSocket closed: wsproxy ended/);
    assert.equal(await program.ended(), 0);
    assert.match(program.output, /[^-]icanon/);
  });

  test('o opens the page, or says where it is', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
    const opened = join(folder.path, 'xdg-open');
    await writeFile(opened, '#!/bin/sh\ntest "$FAIL" != 1\n');
    await chmod(opened, 0o755);
    for (const [fail, said] of [
      ['0', /opened http:\/\/127\.0\.0\.1:\d+/],
      ['1', /no browser could be opened; the page is http:\/\/127\.0\.0\.1:\d+/],
    ] as const) {
      const env = { PATH: `${folder.path}:${process.env['PATH'] ?? ''}`, FAIL: fail };
      await using program = startWsproxyOnTerminal(['dev', folder.path, '--port', '0'], env);
      await program.printed(HINT);
      program.write('o');
      await program.printed(said);
      program.write('q');
      assert.equal(await program.ended(), 0);
    }
  });
});

test('without a terminal wsproxy dev reads no keys and colours nothing', async () => {
  await using folder = await temporaryFolder();
  await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
  await using program = startWsproxy(['dev', folder.path, '--port', '0']);
  await program.printed(/ Ctrl-C drains and stops$/m);
  assert.doesNotMatch(program.output, /\x1b|keys:/);
  for (const line of program.output.trimEnd().split('\n')) assert.match(line, /^\d\d:\d\d:\d\d {2}\S|^[\d:]{8} {4}\S/);
});
