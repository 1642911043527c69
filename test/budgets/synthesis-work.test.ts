import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Backend, WebSocketProxy } from '../../lib/cdk/index.ts';
import { root } from '../support/tools.ts';

/** How often the blocks of some code ran. */
interface Work {
  readonly ours: number;
  readonly cdk: number;
}

/**
 * Counts what a program does by V8's block coverage. Time would tell of the machine and of what runs beside the test; how often our code
 * runs for each time that CDK's does is the same everywhere, but for a tenth or so that V8 doesn't see.
 */
async function workOf(program: () => void): Promise<Work> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  program();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const of = (...folders: readonly string[]): number =>
    result
      .filter(({ url }) => folders.some((folder) => url.includes(folder)))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0);
  const own = pathToFileURL(root).href;
  return {
    ours: of(`${own}lib/`, `${own}proxy-runtime/`),
    cdk: of('/node_modules/aws-cdk-lib/', '/node_modules/constructs/'),
  };
}

function synthesize(backends: number): void {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const names = Array.from({ length: backends }, (_, index) => `backend-${index}`);
  new WebSocketProxy(stack, 'Proxy', {
    vpc: new ec2.Vpc(stack, 'Vpc'),
    backends: Object.fromEntries(names.map((name) => [`/${name}/`, Backend.url(`http://${name}.internal:8080`)])),
  });
  app.synth();
}

// What is done once in a process is not of interest.
synthesize(1);

test('a synthesis is CDK’s work: what is done for one proxy is less than a fifth of it', async (t) => {
  const { ours, cdk } = await workOf(() => synthesize(1));
  t.diagnostic(`${ours} of ours, ${cdk} of CDK's`);
  assert.ok(ours < cdk / 5, `${ours} of ours, ${cdk} of CDK's`);
});

test('what is done for backends grows with their number, and not faster', async (t) => {
  const few = await workOf(() => synthesize(25));
  const many = await workOf(() => synthesize(100));
  t.diagnostic(`${few.ours} for 25, ${many.ours} for 100`);
  // Of something that is done for each pair of backends there would be 16 times as much.
  assert.ok(many.ours < 6 * few.ours, `${few.ours} for 25, ${many.ours} for 100`);
});
