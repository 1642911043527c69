import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';

/** The packages that a process has loaded after importing an entry point of this one. */
function loadedBy(entry: string): { readonly packages: readonly string[]; readonly files: readonly string[] } {
  const program = join(import.meta.dirname, 'loaded-modules.program.ts');
  const output = execFileSync(process.execPath, [...process.execArgv, program, entry], { encoding: 'utf8' });
  const files = JSON.parse(output) as string[];
  const names = files.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]);
  return { files, packages: [...new Set(names.filter((name) => name !== undefined))] };
}

describe('Importing', () => {
  test('/pulumi loads no CDK, no Docker and no proxy engine', () => {
    const { packages, files } = loadedBy('websocket-proxy-constructs/pulumi');
    assert.ok(packages.includes('@pulumi/pulumi') && packages.includes('@pulumi/aws'));
    const unwanted = packages.filter((name) => /^(aws-cdk|constructs|@aws-cdk|@pulumi\/docker-build)/.test(name));
    assert.deepEqual(unwanted, []);
    assert.deepEqual(
      files.filter((url) =>
        /\/lib\/cdk\/|proxy-runtime\/(proxy|main|listener|connection|exchange|upstream|net)\b/.test(url),
      ),
      [],
    );
  });

  test('/cdk loads no Pulumi', () => {
    const { packages, files } = loadedBy('websocket-proxy-constructs/cdk');
    assert.ok(packages.includes('aws-cdk-lib'));
    assert.deepEqual(
      packages.filter((name) => name.startsWith('@pulumi/')),
      [],
    );
    assert.deepEqual(
      files.filter((url) => url.includes('/lib/pulumi/')),
      [],
    );
  });

  test('lib/plan loads neither', () => {
    const { packages } = loadedBy('../../lib/plan/index.ts');
    assert.deepEqual(
      packages.filter((name) => name !== 'valibot'),
      [],
    );
  });
});
