import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openProgram } from '../../../lib/local/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { proxyTemplate, writeAssembly } from '../support/templates.ts';

/** A directory with a cdk.json whose build is a program. */
async function writeProject(folder: string, build: string): Promise<void> {
  await writeAssembly(join(folder, 'sources'), { ChatStack: proxyTemplate() });
  await writeFile(join(folder, 'cdk.json'), JSON.stringify({ app: 'cdk.out', build: 'node build.cjs' }));
  await writeFile(join(folder, 'build.cjs'), build);
}

describe("a cdk.json's build", () => {
  test('comes before the app, which may be what it makes', async () => {
    await using folder = await temporaryFolder();
    await writeProject(
      folder.path,
      `require('node:fs').cpSync('sources', 'cdk.out', { recursive: true }); console.log('for', process.env.CDK_DEFAULT_REGION)`,
    );
    const output: string[] = [];
    const proxies = await openProgram(folder.path).read({ onOutput: (line) => output.push(line) });
    assert.deepEqual(
      proxies.map(({ path }) => path),
      ['ChatStack/Proxy'],
    );
    assert.match(output.join('\n'), /^for [a-z\d-]+$/);
    const again = await openProgram(folder.path).read();
    assert.equal(again.length, 1);
  });

  test('fails in one line, which may be on stdout, and is said once', async () => {
    await using folder = await temporaryFolder();
    await writeProject(
      folder.path,
      `console.log("> tsc\\n\\napp.ts(1,7): error TS2322: Type 'string' is not assignable.\\n  In a property."); process.exit(2)`,
    );
    await assert.rejects(openProgram(folder.path).read(), {
      name: 'SynthesisError',
      message:
        "the build (node build.cjs) ended with exit code 2: app.ts(1,7): error TS2322: Type 'string' is not assignable.",
    });
    const output: string[] = [];
    await assert.rejects(openProgram(folder.path).read({ onOutput: (line) => output.push(line) }), {
      name: 'SynthesisError',
      message: 'the build (node build.cjs) ended with exit code 2',
    });
    assert.ok(output.some((line) => line.startsWith('app.ts(1,7): error TS2322')));
  });
});
