import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { imageCommand } from '../../bench/peers/image-command.ts';
import { root } from '../support/tools.ts';

const here = { node: '/usr/bin/node', server: '/tmp/server.mjs' };

test("the image's entry point is understood", () => {
  const command = imageCommand(readFileSync(join(root, 'proxy-runtime/Dockerfile'), 'utf8'), here);
  assert.ok(command.includes('/usr/bin/node'), command.join(' '));
  assert.deepEqual(command.slice(-3), ['/tmp/server.mjs', '--workers', 'auto']);
});

test("Node's options and the environment are those of the image", () => {
  const dockerfile = [
    'FROM node:26-slim',
    'ENV NODE_OPTIONS="--max-semi-space-size=2"',
    'ENTRYPOINT ["node", "--single-threaded", "/opt/proxy-runtime/server.mjs", "--workers", "1"]',
  ].join('\n');
  assert.deepEqual(imageCommand(dockerfile, here), [
    ...['env', 'NODE_OPTIONS=--max-semi-space-size=2'],
    ...['/usr/bin/node', '--single-threaded', '/tmp/server.mjs', '--workers', '1'],
  ]);
});

test('another entry point is refused, for it would not be what is measured', () => {
  assert.throws(() => imageCommand('ENTRYPOINT ["tini", "--", "node", "/server.mjs"]', here), {
    message: "the image's entry point is not node with server.mjs: tini -- node /server.mjs",
  });
  assert.throws(() => imageCommand('CMD node', here), { message: 'the Dockerfile has no ENTRYPOINT […]' });
});
