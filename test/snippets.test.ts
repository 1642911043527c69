import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import ts from 'typescript';
import { parseProxyConfig } from '../proxy-runtime/index.ts';

const root = join(import.meta.dirname, '..');
// testing.md is a project of many files, which consumers/ runs.
const docs = readdirSync(join(root, 'docs')).filter((file) => file !== 'testing.md');
const pages = ['README.md', ...docs.map((file) => `docs/${file}`)];

/** The code blocks of a language in a page. */
function snippets(page: string, language: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(new RegExp('^```' + language + '\\n(.*?)^```$', 'gms'))].map(([, code]) => code ?? '');
}

describe('the snippets of README and docs', () => {
  // Inside the package, so that its name and its dependencies resolve as they do for a user.
  const folder = mkdtempSync(join(root, 'test', 'snippets-'));
  after(() => rmSync(folder, { recursive: true }));

  const files = pages.flatMap((page) =>
    snippets(page, 'ts').map((code, index) => {
      const file = join(folder, `${page.replaceAll(/\W/g, '-')}-${index}.ts`);
      writeFileSync(file, code);
      return file;
    }),
  );

  test('type-check', () => {
    assert.ok(files.length >= 4, 'README and docs/deploying.md have one for CDK and one for Pulumi each');
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
      config: object;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const program = ts.createProgram(files, options);
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
    assert.deepEqual(problems, []);
  });

  test('the examples of README have 15 lines', () => {
    const lines = snippets('README.md', 'ts').map((example) => example.trimEnd().split('\n').length);
    assert.deepEqual(lines, [15, 15]);
  });

  test('configurations are accepted', () => {
    const configs = pages.flatMap((page) => snippets(page, 'json'));
    assert.ok(configs.length >= 1, 'docs/proxy-server.md has one');
    for (const config of configs) assert.doesNotThrow(() => parseProxyConfig(JSON.parse(config)));
  });
});
