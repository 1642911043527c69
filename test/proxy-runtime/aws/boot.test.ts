import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { NODE_FLAGS, nodeImageEntryPoint } from '../../../lib/plan/images/node-image.ts';
import { startProgram, type Program } from '../../support/program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { root } from '../../support/tools.ts';
import { ok, s3Error, startAws, type Answer, type FakeAws } from './support.ts';

const CONFIG = JSON.stringify({ servers: [{ listen: '127.0.0.1:0', locations: { '/': { return: { code: 204 } } } }] });

/** Runs a command with mounts of its own, made by a script before it. */
const withMounts = (script: string): string[] => ['unshare', '-rm', 'sh', '-ec', `${script}\nexec "$@"`, 'sh'];

const NO_PROC = withMounts('mount -t tmpfs none /proc');

/** The root is a folder of the same folders, and of a package of somebody else's. */
const PACKAGE_IN_ROOT = withMounts(`
  mount -t tmpfs none /mnt
  for each in /*; do
    if [ -L "$each" ]; then cp -P "$each" /mnt
    elif [ -d "$each" ] && [ "$each" != /mnt ]; then mkdir "/mnt$each"; mount --rbind "$each" "/mnt$each"; fi
  done
  echo '{ "type": "commonjs" }' > /mnt/package.json
  set -- chroot /mnt "$@"`);

/** The program of a Node image, started with a container's own command, in front of what stands for AWS. */
describe('the program that fetches the proxy server', () => {
  let server: Buffer;
  before(async () => {
    const build = startProgram(process.execPath, [join(root, 'scripts/build.ts'), '--runtime']);
    assert.equal(await build.ended(), 0, build.output);
    server = readFileSync(join(root, 'dist/node-image/server.wsproxy'));
  });

  function boot({ env }: Pick<FakeAws, 'env'>, workers = 1, node = [process.execPath]): Program & AsyncDisposable {
    const [, ...args] = nodeImageEntryPoint({
      ...{ bucket: 'assets', key: '0123.wsproxy', region: 'eu-central-1', host: 's3.eu-central-1.invalid' },
      sha256: digest(server),
    });
    const [command, ...words] = [...node, ...args, '--workers', String(workers), '--config-json', CONFIG];
    return startProgram(command, words, { env, cwd: '/' });
  }

  for (const workers of [1, 2])
    test(`runs it with ${workers} workers out of memory, by the role's credentials`, async () => {
      await using aws = await startAws([ok(server)]);
      await using program = boot(aws, workers);
      await program.printed(/listens on 127\.0\.0\.1/);
      const [credentials, object, ...more] = aws.requests;
      assert.deepEqual([credentials?.url, credentials?.headers.authorization], ['/credentials', 'of the agent']);
      assert.deepEqual(
        [object?.url, object?.headers['x-amz-security-token'], more],
        ['/assets/0123.wsproxy', 'token', []],
      );
      assert.match(
        object?.headers.authorization ?? '',
        /Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/s3\/aws4_request/,
      );
      program.signal('SIGTERM');
      assert.equal(await program.ended(), 0);
    });

  test('leaves nothing of itself in its process, which the server alone then is', async () => {
    await using aws = await startAws([ok(server)]);
    await using program = boot(aws);
    await program.printed(/listens on/);
    const [, ...words] = readFileSync(`/proc/${program.pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const options = [...NODE_FLAGS, '--preserve-symlinks-main'];
    assert.deepEqual(words.slice(0, options.length), options);
    assert.match(words[options.length] ?? '', /^\/proc\/self\/fd\/\d+$/);
    assert.deepEqual(words.slice(options.length + 1), ['--workers', '1', '--config-json', CONFIG]);
  });

  test('runs it in its own process where there is no node:ffi', async () => {
    await using aws = await startAws([ok(server)]);
    await using program = boot({ env: { ...aws.env, WSPROXY_FFI: 'off' } });
    await program.printed(/listens on/);
    program.signal('SIGTERM');
    assert.equal(await program.ended(), 0);
  });

  for (const [what, node] of Object.entries({
    'there is no /proc': NO_PROC,
    'the image has a package in its root': PACKAGE_IN_ROOT,
  })) {
    const may = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
    const skip = may ? false : 'no mounts of its own are allowed here';
    test(`runs it in its own process, with workers, where ${what}`, { skip }, async () => {
      await using aws = await startAws([ok(server)]);
      await using program = boot({ env: { ...aws.env, PATH: process.env['PATH'] ?? '' } }, 2, [
        ...node,
        process.execPath,
      ]);
      await program.printed(/^\S+ wsproxy\S* listens on/);
      program.signal('SIGTERM');
      assert.equal(await program.ended(), 0);
    });
  }

  test('runs it in its own process where the kernel refuses to run another', async () => {
    await using folder = await temporaryFolder();
    const node = join(folder.path, 'node');
    copyFileSync(process.execPath, node);
    const removed: Answer = (response, request) => {
      rmSync(node);
      ok(server)(response, request);
    };
    await using aws = await startAws([removed]);
    await using program = boot(aws, 2, [node]);
    await program.printed(/^\S+ wsproxy\S* listens on/);
    program.signal('SIGTERM');
    assert.equal(await program.ended(), 0);
  });

  const passing: Readonly<Record<string, Answer>> = {
    'S3 is overloaded': s3Error(503, 'SlowDown'),
    'its role is not known everywhere yet': s3Error(403, 'AccessDenied'),
    'its credentials have expired': s3Error(400, 'ExpiredToken'),
    'S3 got the request too slowly': s3Error(400, 'RequestTimeout'),
    'an answer switches to another protocol': (response) => {
      response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n');
    },
    'an answer is broken off': (response) => {
      response.writeHead(200, { 'content-length': server.length });
      response.write(server.subarray(0, 1000));
      setTimeout(() => response.destroy(), 20);
    },
    'a connection is reset': (response) => response.socket?.resetAndDestroy(),
    'an answer stops halfway': (response) => {
      response.writeHead(200, { 'content-length': server.length });
      response.write(server.subarray(0, 1000));
    },
  };
  for (const [what, answer] of Object.entries(passing))
    test(`tries again when ${what}`, async () => {
      await using aws = await startAws([answer, ok(server)]);
      await using program = boot(aws);
      await program.printed(/listens on/);
      // With credentials of its own
      assert.deepEqual(
        aws.requests.map(({ url }) => url),
        ['/credentials', '/assets/0123.wsproxy', '/credentials', '/assets/0123.wsproxy'],
      );
    });

  const lasting: readonly (readonly [what: string, answer: Answer, message: RegExp])[] = [
    [
      'it is not there',
      s3Error(404, 'NoSuchKey'),
      /Amazon S3 answered 404 NoSuchKey; the object was deleted since the deployment; deploy again$/,
    ],
    [
      'its bucket is not there',
      s3Error(404, 'NoSuchBucket'),
      /404 NoSuchBucket; the bucket was deleted since the deployment; /,
    ],
    [
      'its answer is of more lines than one',
      s3Error(403, 'Signature\nDoesNotMatch'),
      /Amazon S3 answered 403 ; try again$/,
    ],
    [
      'its bucket is elsewhere',
      s3Error(301, 'PermanentRedirect'),
      /301 PermanentRedirect; the bucket is in another region; /,
    ],
    [
      'it was changed',
      ok('process.exit(99)'),
      /it has the SHA-256 [0-9a-f]{64}, but [0-9a-f]{64} was deployed; somebody has changed the object, deploy again$/,
    ],
  ];
  for (const [what, answer, message] of lasting)
    test(`says in one line what to do when ${what}`, async () => {
      await using aws = await startAws([answer]);
      await using program = boot(aws);
      assert.equal(await program.ended(), 1);
      const [line = '', ...more] = program.output.trimEnd().split('\n');
      assert.deepEqual(more, []);
      assert.ok(line.startsWith("wsproxy: the proxy server can't be fetched from s3://assets/0123.wsproxy: "), line);
      assert.match(line, message);
    });

  test('says that a task without a role has no credentials', async () => {
    await using program = boot({ env: {} });
    assert.equal(await program.ended(), 1);
    assert.match(program.output, /there are no credentials: the task has no role; give the task definition one$/m);
  });

  test('ends at once when it is told to while it waits', async () => {
    await using aws = await startAws([s3Error(503, 'SlowDown')]);
    await using program = boot(aws);
    while (aws.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    program.signal('SIGTERM');
    assert.equal(await program.ended(10), 0);
  });
});

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
