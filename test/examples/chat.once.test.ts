import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startProgram } from '../support/program.ts';
import { root } from '../support/tools.ts';

const examples: [string, readonly string[]][] = [
  ['examples/cdk-chat, npm start -- --once', ['--once']],
  ['examples/pulumi-chat, npm start -- --pulumi --once', ['--pulumi', '--once']],
];

for (const [name, options] of examples) {
  describe(name, () => {
    test('goes through the proxy and back, and exits with 0', async () => {
      await using start = startProgram(process.execPath, ['scripts/start.ts', ...options], { cwd: root });
      assert.equal(await start.ended(120), 0, start.output);
      assert.match(start.output, new RegExp(` (synthesizing|running) ${name.split(',')[0] ?? ''}$`, 'm'));
      const steps = [...start.output.matchAll(/^(page|handshake|text|binary|close) +/gm)].map(([, step]) => step);
      assert.deepEqual(steps, ['page', 'handshake', 'text', 'binary', 'close']);
    });
  });
}
