import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { writeNginxConf } from '../../../../../proxy-runtime/config/nginx-conf/write/write-nginx-conf.ts';
import { word } from '../../../../../proxy-runtime/config/nginx-conf/write/syntax/word.ts';
import type { LocationConfig } from '../../../../../proxy-runtime/index.ts';
import { withTemporaryFiles } from '../../../../conformance/runner/nginx-conf.ts';
import { skipTarget } from '../../../../conformance/runner/targets.ts';
import { eventually } from '../../../../support/eventually.ts';
import { startProgram } from '../../../../support/program.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { withServer } from './support.ts';

describe('word', () => {
  const raw = String.raw;
  for (const [text, written] of [
    ['upgrade', 'upgrade'],
    ['', '""'],
    ['a b', '"a b"'],
    ['a;b', '"a;b"'],
    ['{a}', '"{a}"'],
    ['a}', 'a}'],
    ['}', '"}"'],
    ['#a', '"#a"'],
    ['a#b', 'a#b'],
    ['$http_upgrade', '$http_upgrade'],
    ['${a}b', '${a}b'],
    [raw`\${a}`, raw`"\${a}"`],
    ['a"b', `'a"b'`],
    ["a'b", `"a'b"`],
    [`a"b'c`, raw`"a\"b'c"`],
    [raw`^/a\.b\d$`, raw`^/a\.b\d$`],
    [raw`a\nb`, raw`a\\nb`],
    [raw`a\\b`, raw`a\\\b`],
    ['a\\', raw`a\\`],
    ['ok\n', raw`"ok\n"`],
    ['a\tb\r', raw`"a\tb\r"`],
    ['grüße', 'grüße'],
  ] as const) {
    test(`${JSON.stringify(text)} is written ${written}`, () => {
      assert.equal(word(text), written);
    });
  }
});

/** Texts of what the tokenizer treats apart, the same ones in every run. */
function texts(count: number): string[] {
  const pieces = [
    '"',
    "'",
    '\\',
    ' ',
    ';',
    '{',
    '}',
    '#',
    '(',
    ')',
    '\n',
    '\r',
    '\t',
    'n',
    't',
    'r',
    'a',
    'ü',
    '漢',
    '\x01',
    '\x7f',
  ];
  let seed = 1;
  const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(8) }, () => pieces[next(pieces.length)]).join(''),
  );
}

test('nginx reads back what is written', { skip: skipTarget('nginx') }, async () => {
  await using folder = await temporaryFolder();
  const all = texts(1000);
  const locations = all.map((text, index): [string, LocationConfig] => [
    `= /${index}`,
    { return: { code: 200, text } },
  ]);
  const socketPath = `${folder.path}/listen.sock`;
  const config = withServer({ listen: `unix:${socketPath}`, locations: Object.fromEntries(locations) });
  const conf = withTemporaryFiles(writeNginxConf(config).text, folder.path);
  await writeFile(`${folder.path}/nginx.conf`, conf);
  const args = ['-p', folder.path, '-c', 'nginx.conf', '-e', 'stderr'];
  await using nginx = startProgram('/usr/sbin/nginx', [
    ...args,
    '-g',
    `daemon off; master_process off; pid ${folder.path}/pid;`,
  ]);
  await eventually(
    'nginx',
    () => existsSync(socketPath),
    () => nginx.output,
  );
  for (const [index, text] of all.entries()) {
    const body = await new Promise<Buffer>((resolve, reject) => {
      request({ socketPath, path: `/${index}` }, (response) => resolve(buffer(response)))
        .on('error', reject)
        .end();
    });
    assert.equal(body.toString(), text);
  }
});
