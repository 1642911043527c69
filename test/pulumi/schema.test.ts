import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Analyzer } from '@pulumi/pulumi/provider/experimental/analyzer.js';
import { generateSchema } from '@pulumi/pulumi/provider/experimental/schema.js';
import { WebSocketProxyProvider } from '../../lib/pulumi/provider/provider.ts';

const NAME = 'websocket-proxy-constructs';
const ROOT = join(import.meta.dirname, '..', '..');
const SCHEMA = join(ROOT, 'lib', 'pulumi', 'provider', 'schema.json');
const COMPONENT = join(ROOT, 'lib', 'pulumi', 'provider', 'websocket-proxy.ts');

describe('The schema for other languages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wsproxy-schema-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** `UPDATE_SNAPSHOTS=1 npm test` takes a change in: it is one of the API in every language. */
  test("is the one that Pulumi's analyzer infers from the component", () => {
    // The analyzer reads a tsconfig.json: with this one it compiles the component, not all of the repository.
    const options = { extends: join(ROOT, 'tsconfig.json'), compilerOptions: { types: [] }, files: [COMPONENT] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    const analyzer = new Analyzer(folder, NAME, { main: COMPONENT }, new Set(['WebSocketProxy']));
    const { components, typeDefinitions, dependencies } = analyzer.analyze();
    const inferred = generateSchema(NAME, '', '', components, typeDefinitions, dependencies);
    // The version is the package's when it is served.
    const schema = JSON.parse(JSON.stringify({ ...inferred, version: undefined, description: undefined })) as unknown;
    if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(SCHEMA, `${JSON.stringify(schema, null, 2)}\n`);
    assert.deepEqual(schema, JSON.parse(readFileSync(SCHEMA, 'utf8')));
  });

  test('is served with the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const served = JSON.parse(await new WebSocketProxyProvider().getSchema()) as { readonly version: string };
    assert.equal(served.version, version);
  });
});
