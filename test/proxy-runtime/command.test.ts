import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readArguments } from '../../proxy-runtime/command.ts';
import { readCommand } from '../../proxy-runtime/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CONFIG = { servers: [{ listen: 8080, locations: { '/': { return: { code: 204 } } } }] };

/** What is said against a command: one line. */
function complaint(...args: readonly string[]): string {
  let message = '';
  assert.throws(
    () => readCommand(args),
    (error: Error) => {
      ({ message } = error);
      return error.name === 'ConfigError';
    },
  );
  assert.doesNotMatch(message, /[\r\n]/);
  return message;
}

describe("the container's command", () => {
  test('carries the configuration', () =>
    assert.deepEqual(readCommand(['--config-json', JSON.stringify(CONFIG)]), CONFIG));

  test('or names a file of it', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'proxy.json');
    await writeFile(file, JSON.stringify(CONFIG));
    assert.deepEqual(readCommand(['--config', file]), CONFIG);
    await writeFile(file, '{"servers": [');
    assert.equal(complaint('--config', file), `${file}:1:14: is not JSON: expected a value, but the text ends here`);
    await writeFile(file, '{"servers": []}');
    assert.equal(complaint('--config', file), `${file}: servers: needs at least one server`);
    assert.match(complaint('--config', join(folder.path, 'none')), /none: there is no such file$/);
  });

  test('may say how many workers there are; the last says it', () => {
    const config = ['--config-json', JSON.stringify(CONFIG)];
    assert.deepEqual(readArguments(config), { config: CONFIG, workers: 1 });
    assert.deepEqual(readArguments(['--workers', 'auto', ...config]), { config: CONFIG, workers: 'auto' });
    assert.deepEqual(readArguments(['--workers', 'auto', '--workers', '3', ...config]), { config: CONFIG, workers: 3 });
    assert.deepEqual(readCommand(['--workers', '3', ...config]), CONFIG);
    assert.match(complaint('--workers', '0', ...config), /^--workers is "0", but must be 1 to 64, or auto /);
    assert.match(complaint('--workers', '2'), /^the command has no configuration; /);
    assert.match(complaint(...config, '--workers', '2'), /^the command has no configuration; /);
  });

  for (const args of [['--workers'], [], ['--config-json'], ['--config', 'a', 'b'], ['x', '{}', '--config']]) {
    test(`${JSON.stringify(args)} has no configuration`, () =>
      assert.equal(complaint(...args), "the command has no configuration; use --config-json '{…}' or --config FILE"));
  }

  test('knows no other option', () =>
    assert.equal(complaint('--confg', 'x'), 'unknown option "--confg"; use --config-json \'{…}\' or --config FILE'));

  test('names what is wrong with the JSON, and where', () => {
    assert.equal(
      complaint('--config-json', '{"servers":\n[}'),
      '--config-json:2:2: is not JSON: expected a value, but found }',
    );
    assert.equal(
      complaint('--config-json', '{"servers":[],"servers":[]}'),
      '--config-json:1:15: servers: is given twice, at 1:2 and at 1:15, and only one could count; leave one out',
    );
    assert.equal(complaint('--config-json', '{"servers":[]}'), '--config-json: servers: needs at least one server');
    assert.equal(complaint('--config-json', 'null'), '--config-json: the configuration must be an object');
  });
});
