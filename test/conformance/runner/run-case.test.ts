import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../proxy-runtime/index.ts';
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

describe('a program with an nginx.conf of its own', () => {
  const ownCase = parseCase({ id: 'own-conf', title: 'own', expect: {} });
  const printing = {
    command: process.execPath,
    args: ['-e', "process.stderr.write(require('node:fs').readFileSync(process.argv[4])); process.exit(1)", '--'],
  };

  test('is started with what it makes of the case', async () => {
    const { notStarted, conf } = await runCase(ownCase, { ...printing, rewrite: (given) => `# ours\n${given}` });
    assert.equal(notStarted?.output, `# ours\n${conf}`);
  });

  test('is not started for a case it refuses', async () => {
    const rewrite = (): string => {
      throw new ConfigError('nginx.conf:1: no');
    };
    const { notStarted, failures } = await runCase(ownCase, { ...printing, rewrite });
    assert.equal(notStarted?.output, 'nginx.conf:1: no');
    assert.equal(failures.length, 1);
  });
});
