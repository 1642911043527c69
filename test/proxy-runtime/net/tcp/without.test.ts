import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { fromSources, root } from '../../../support/tools.ts';

const folder = join(root, 'test', 'proxy-runtime');
const tunnels = join(folder, 'tunnel', '{early-bytes,end,resets,web-socket}.test.ts');

/** @returns how many tests passed */
async function testWithout(variable: string, files: readonly string[]): Promise<number> {
  const env = { ...process.env, ...fromSources, [variable]: 'off' };
  // A test runner in one of its own tests would report to it, and run nothing.
  delete (env as NodeJS.ProcessEnv)['NODE_TEST_CONTEXT'];
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', ...files], {
    env,
    maxBuffer: 1e8,
  });
  assert.match(stdout, /^# fail 0$/m);
  return Number(/^# pass (\d+)$/m.exec(stdout)?.[1]);
}

describe("without Node's private interface to TCP", () => {
  test('everything of connections and tunnels is the same', async () => {
    const passed = await testWithout('WSPROXY_PRIVATE_TCP', [tunnels, join(folder, 'connection', '*.test.ts')]);
    assert.ok(passed > 60, `${passed} tests`);
  });
});

describe("without Node's experimental interface to C", () => {
  test('everything of channels and tunnels is the same', async () => {
    const passed = await testWithout('WSPROXY_FFI', [tunnels, join(folder, 'net', '{channels,tcp/accept}.test.ts')]);
    assert.ok(passed > 60, `${passed} tests`);
  });

  const PROGRAM = `
    const { loadSystemCalls } = await import(${JSON.stringify(join(root, 'proxy-runtime/net/tcp/system-calls.ts'))});
    console.log(loadSystemCalls() === undefined ? 'not there' : 'there');
  `;
  const cases = [
    { what: 'is there', flags: [], env: {}, expected: 'there' },
    { what: 'can be turned off for the proxy', flags: [], env: { WSPROXY_FFI: 'off' }, expected: 'not there' },
    { what: 'can be turned off for Node', flags: ['--no-experimental-ffi'], env: {}, expected: 'not there' },
    { what: 'can be forbidden', flags: ['--permission', '--allow-fs-read=*'], env: {}, expected: 'not there' },
  ];
  for (const { what, flags, env, expected } of cases) {
    test(`it ${what}, and says nothing`, async () => {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [...flags, '--input-type=module', '--eval', PROGRAM],
        { env: { ...process.env, ...env } },
      );
      assert.deepEqual([stdout, stderr], [`${expected}\n`, '']);
    });
  }
});
