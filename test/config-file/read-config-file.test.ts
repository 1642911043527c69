import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { configLanguage, readConfigFile } from '../../lib/config-file/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { root } from '../support/tools.ts';

const CONFIG = { servers: [{ listen: 8080, locations: { '/chat/': { proxyPass: 'http://127.0.0.1:3001' } } }] };

/** A file of this name with this content, read; what is said against it, without its folder. */
async function read(name: string, content: string | Uint8Array): Promise<unknown> {
  await using folder = await temporaryFolder();
  writeFileSync(join(folder.path, name), content);
  return readIn(folder.path, name);
}

function readIn(folder: string, name: string): unknown {
  try {
    return readConfigFile(join(folder, name));
  } catch (error) {
    assert.ok(error instanceof Error && error.name === 'ConfigError', String(error));
    assert.doesNotMatch(error.message, /[\r\n]/);
    return error.message.replaceAll(`${folder}/`, '');
  }
}

describe('a configuration file', () => {
  const json = JSON.stringify(CONFIG, undefined, 2);
  for (const [what, name, content] of [
    ['JSON', 'proxy.json', json],
    ['JSON with comments', 'proxy.jsonc', json.replace('{', '{ // chat\n').replace(/\}$/, ', }')],
    ['JSON with a byte order mark and CRLF', 'proxy.json', `\uFEFF${json.replaceAll('\n', '\r\n')}`],
    ['JSON by its content', 'proxy', json],
    [
      'YAML',
      'proxy.yaml',
      'servers:\n  - listen: 8080\n    locations:\n      /chat/:\n        proxyPass: http://127.0.0.1:3001\n',
    ],
    [
      'YAML by its content',
      'proxy',
      '# chat\nservers:\n  - listen: 8080\n    locations: { /chat/: { proxyPass: "http://127.0.0.1:3001" } }\n',
    ],
    [
      'YAML with CRLF',
      'proxy.yml',
      'servers:\r\n- listen: 8080\r\n  locations: { /chat/: { proxyPass: "http://127.0.0.1:3001" } }\r\n',
    ],
    [
      'YAML with an alias and a merge',
      'proxy.yaml',
      'servers:\n- listen: 8080\n  locations:\n    /chat/: { <<: { proxyPass: "http://127.0.0.1:3001" } }\n',
    ],
  ] as const) {
    test(`is read: ${what}`, async () => assert.deepEqual(await read(name, content), CONFIG));
  }

  test("is read: the docs' examples", async () => {
    const docs = readFileSync(join(root, 'docs/proxy-server.md'), 'utf8');
    const examples = [...docs.matchAll(/^```(json|yaml)\n(.*?)^```$/gms)];
    assert.deepEqual(
      examples.map(([, language]) => language),
      ['json', 'yaml'],
    );
    for (const [, language, content = ''] of examples)
      assert.ok(typeof (await read(`proxy.${language}`, content)) === 'object');
  });

  test('in YAML, on and off are the words they are', async () => {
    const config = (await read(
      'a.yaml',
      'tcpNodelay: on\nservers: [{ listen: 1, locations: { /: { return: { code: 204 } } } }]',
    )) as object;
    assert.deepEqual(Object.entries(config)[0], ['tcpNodelay', 'on']);
  });
});

describe('a configuration file that is refused: one line, with line and column', () => {
  for (const [what, name, content, message] of [
    ['no JSON', 'a.json', '{\n  "servers": [\n', 'a.json:3:1: is not JSON: expected a value, but the text ends here'],
    ['no YAML', 'a.yaml', 'servers:\n\t- listen: 80\n', 'a.yaml:2:1: is not YAML: Tabs are not allowed as indentation'],
    [
      'a location twice in JSON',
      'a.json',
      '{ "servers": [{ "listen": 1, "locations": {\n  "/": {},\n  "/": {}\n} }] }',
      'a.json:3:3: servers[0].locations["/"]: is given twice, at 2:3 and at 3:3, and only one could count; leave one out',
    ],
    [
      'a location twice in YAML',
      'a.yaml',
      'servers:\n- listen: 1\n  locations:\n    /: {}\n    "/": {}\n',
      'a.yaml:5:5: servers[0].locations["/"]: is given twice, at 4:5 and at 5:5, and only one could count; leave one out',
    ],
    [
      'an unknown option in JSON',
      'a.json',
      '{\n  "servers": [{\n    "listn": 1,\n    "locations": {} }]\n}',
      'a.json:3:5: servers[0].listn: unknown option; did you mean listen?',
    ],
    [
      'an unknown option in YAML',
      'a.yaml',
      'servers:\n- listn: 1\n  locations: {}\n',
      'a.yaml:2:3: servers[0].listn: unknown option; did you mean listen?',
    ],
    ['an unknown tag', 'a.yaml', 'servers: !include b.yaml\n', 'a.yaml:1:10: is not YAML: Unresolved tag: !include'],
    [
      'an alias of nothing',
      'a.yaml',
      'servers: *b\n',
      'a.yaml:1:1: is not YAML: Unresolved alias (the anchor must be set before the alias): b',
    ],
    [
      'two documents',
      'a.yaml',
      'servers: []\n---\nservers: []\n',
      'a.yaml:2:1: is not YAML: there is more than one document',
    ],
    ['an nginx.conf', 'a.conf', 'events {}\n', 'a.conf: is an nginx.conf; use --nginx-conf a.conf'],
    ['nothing', 'a.json', ' \n', 'a.json: is empty; the help of wsproxy run has an example'],
    ['UTF-16', 'a.json', Buffer.from('\uFEFF{}', 'utf16le'), 'a.json: is not UTF-8; save it in that encoding'],
  ] as const) {
    test(what, async () => assert.equal(await read(name, content), message));
  }

  test('one that is not there, or is a directory', async () => {
    await using folder = await temporaryFolder();
    mkdirSync(join(folder.path, 'a'));
    assert.equal(readIn(folder.path, 'a'), 'a: is a directory; name a file in it');
    assert.equal(readIn(folder.path, 'b.json'), 'b.json: there is no such file');
    assert.throws(() => readConfigFile('no-such-file.json'), {
      message: `no-such-file.json: there is no such file in ${process.cwd()}`,
    });
  });
});

test("a file's language is told by its name, else by its content", async () => {
  await using folder = await temporaryFolder();
  for (const [name, content, language] of [
    ['a.json', '', 'JSON'],
    ['a.YML', '', 'YAML'],
    ['nginx.conf', '', 'nginx.conf'],
    ['b', '# a comment\nworker_processes 1;\nevents { }', 'nginx.conf'],
    ['c', 'events\n{\n}\n', 'nginx.conf'],
    ['d', 'a: ";"\nb: [1]\n', 'YAML'],
    ['e', ' // a comment\n{}', 'JSON'],
  ] as const) {
    const file = join(folder.path, name);
    writeFileSync(file, content);
    assert.equal(configLanguage(file), language, name);
  }
});
