import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Backend, RuntimeImage } from 'websocket-proxy-constructs/cdk';
import { proxyContainer, testApp, TestStack } from './fixture.ts';

/** A container's process as this machine can run it: the entry point and some command. */
function run(
  entryPoint: readonly string[],
  ...command: string[]
): { readonly status: number | null; readonly stderr: string } {
  const [program, ...args] = entryPoint;
  assert.equal(program, 'node');
  return spawnSync(process.execPath, [...args, ...command], { encoding: 'utf8', env: {} });
}

describe('RuntimeImage.fromAsset', () => {
  for (const [cpuArchitecture, platform] of [
    [ecs.CpuArchitecture.X86_64, 'linux/amd64'],
    [ecs.CpuArchitecture.ARM64, 'linux/arm64'],
  ] as const) {
    test(`is the default, built for ${platform} as the tasks are`, () => {
      const app = testApp();
      const stack = new TestStack(app);
      stack.addProxy({ cpuArchitecture });
      const { dockerImages } = assets(app.synth().directory);
      const [image, ...others] = Object.values(dockerImages);
      assert.deepEqual(others, []);
      assert.equal(image?.source.platform, platform);
      const directory = join(app.outdir, image.source.directory ?? '');
      assert.match(readFileSync(join(directory, 'Dockerfile'), 'utf8'), /^FROM .*node/m);
      assert.ok(readFileSync(join(directory, 'server.mjs')).length > 0);
      assert.equal(proxyContainer(stack.template()).EntryPoint, undefined);
    });
  }
});

describe('RuntimeImage.fromRegistry', () => {
  test('is an image that is there already, with the same command', () => {
    const stack = new TestStack();
    stack.addProxy({ image: RuntimeImage.fromRegistry('registry.example.com/wsproxy:1') });
    const container = proxyContainer(stack.template());
    assert.equal(container['Image'], 'registry.example.com/wsproxy:1');
    assert.equal(container.EntryPoint, undefined);
    assert.equal(container.Command.at(-2), '--config-json');
  });
});

describe('RuntimeImage.fromEcrRepository', () => {
  test('is an image in Amazon ECR that the tasks may pull', () => {
    const stack = new TestStack();
    const repository = new ecr.Repository(stack, 'Repository');
    stack.addProxy({ image: RuntimeImage.fromEcrRepository(repository, '1.0.0') });
    const template = stack.template();
    assert.match(JSON.stringify(proxyContainer(template)['Image']), /:1\.0\.0"/);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: Match.arrayWith(['ecr:BatchGetImage']),
            Resource: stack.resolve(repository.repositoryArn) as unknown,
          }),
        ]),
      },
    });
  });
});

describe('RuntimeImage.onNodeImage', () => {
  test('is the public Node image, with no asset but the template', () => {
    const app = testApp();
    const stack = new TestStack(app);
    stack.addProxy({ image: RuntimeImage.onNodeImage() });
    const container = proxyContainer(stack.template());
    assert.equal(container['Image'], 'public.ecr.aws/docker/library/node:26-slim');
    assert.deepEqual(container.EntryPoint?.slice(0, 5), [
      'node',
      '--max-semi-space-size=4',
      '--no-concurrent-recompilation',
      '--input-type=module',
      '-e',
    ]);
    assert.deepEqual(container.EntryPoint.slice(6), ['--', '--workers', 'auto']);
    assert.equal(container.Command.at(-2), '--config-json');
    assert.deepEqual(assets(app.synth().directory).dockerImages, {});
  });

  test('boots the proxy server out of its entry point, which reads the command', () => {
    const stack = new TestStack();
    stack.addProxy({ image: RuntimeImage.onNodeImage() });
    const { EntryPoint = [] } = proxyContainer(stack.template());
    const { status, stderr } = run(EntryPoint, '--config-json', '{"servers":[{"listen":0,"locations":{"chat":{}}}]}');
    assert.match(stderr, /chat.* is no location; /);
    assert.equal(status, 2);
  });

  test('leaves room for a configuration: ten backends', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy({ image: RuntimeImage.onNodeImage() });
    for (let index = 0; index < 10; index += 1) {
      proxy.addBackend(`/tenant-${index}/`, Backend.url(`http://tenant-${index}.internal:8080`));
    }
    assert.doesNotThrow(() => stack.template());
  });

  test('is refused when the task definition would be larger than ECS allows', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy({ image: RuntimeImage.onNodeImage() });
    for (let index = 0; index < 900; index += 1) {
      proxy.addBackend(`/tenant-${index}/`, Backend.url(`http://tenant-${index}.internal:8080`));
    }
    assert.throws(
      () => stack.template(),
      /\[Chat\/Proxy\] the task definition has \d+ bytes, but ECS allows 65536 \(64 KiB\); use RuntimeImage\.fromAsset\(\) or RuntimeImage\.fromRegistry\(\), which keep the proxy server out of it/,
    );
  });

  test('the size is what the deployment will fill in, not the template that says how', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy({ image: RuntimeImage.fromRegistry('example/wsproxy') });
    for (let index = 0; index < 400; index += 1) {
      proxy.addBackend(`/tenant-${index}/`, Backend.url(`http://${stack.vpc.vpcId}:${index + 1}`));
    }
    assert.doesNotThrow(() => stack.template());
  });
});

interface Assets {
  readonly dockerImages: Readonly<
    Record<string, { readonly source: { readonly directory?: string; readonly platform?: string } }>
  >;
}

function assets(directory: string): Assets {
  return JSON.parse(readFileSync(join(directory, 'Chat.assets.json'), 'utf8')) as Assets;
}
