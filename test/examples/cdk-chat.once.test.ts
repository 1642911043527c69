import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startProgram } from '../support/program.ts';
import { fromSources, root } from '../support/tools.ts';

describe('examples/cdk-chat, npm start -- --once', () => {
  test('goes through the proxy and back, and exits with 0', async () => {
    const args = ['bin/wsproxy.ts', 'dev', 'examples/cdk-chat', '--once'];
    await using wsproxy = startProgram(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...fromSources },
    });
    assert.equal(await wsproxy.ended(120), 0, wsproxy.output);
    const steps = [...wsproxy.output.matchAll(/^(page|handshake|text|binary|close) +/gm)].map(([, step]) => step);
    assert.deepEqual(steps, ['page', 'handshake', 'text', 'binary', 'close']);
  });
});
