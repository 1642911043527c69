import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCase } from './case.ts';
import { runCase } from './run-case.ts';
import { NGINX, skipTarget } from './targets.ts';

describe('a single case', { skip: skipTarget('nginx') }, () => {
  test('can be run by any test', async () => {
    const { failures } = await runCase(
      parseCase({
        id: 'own',
        title: 'a backend that cannot be connected to: 504 after proxy_connect_timeout',
        conf: { proxyPass: 'http://{{DEAF}}', location: 'proxy_connect_timeout 500ms;' },
        client: [{ send: '{{UPGRADE_REQUEST}}' }, { expect: '</html>' }],
        expect: {
          client: { match: '^HTTP/1.1 504 ', firstByteMs: [400, 2000] },
          backend: { connections: 0 },
          nginxErrorLog: { match: 'timed out.*while connecting' },
        },
      }),
      NGINX,
    );
    assert.deepEqual(failures, []);
  });
});

describe('a program whose port was taken meanwhile', () => {
  test('is started again on another', async () => {
    let starts = 0;
    const program = {
      get command() {
        starts++;
        return process.execPath;
      },
      args: ['-e', "console.error('bind() failed (98: Address already in use)'); process.exit(1)", '--'],
    };
    const { notStarted } = await runCase(parseCase({ id: 'taken', title: 'taken', expect: {} }), program);
    assert.equal(notStarted?.exitCode, 1);
    assert.equal(starts, 3);
  });
});
