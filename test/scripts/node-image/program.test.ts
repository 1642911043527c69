import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { bootProgram } from '../../../scripts/node-image/program.ts';

test('a program runs the server that is packed in it, with the arguments after --', async () => {
  const server = "export const main = async (args) => console.log('ü', ...args);";
  const program = await bootProgram(Buffer.from(server));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', program, '--', '--config-json', '{}'],
    { encoding: 'utf8', env: {} },
  );
  assert.equal(stderr, '');
  assert.equal(stdout, 'ü --config-json {}\n');
});

test('no tool on the way to the task takes a part of a program for its own', async () => {
  const program = await bootProgram(Buffer.from('export const main = () => undefined;'));
  assert.doesNotMatch(program, /\$\{|`|\{\{|%\{/);
});
