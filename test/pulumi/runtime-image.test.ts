import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import * as pulumi from '@pulumi/pulumi';
import { RuntimeImage } from 'websocket-proxy-constructs/pulumi';
import { containerOf, inputsOf, proxy, record } from './fixture.ts';

describe('RuntimeImage.fromDockerBuild', () => {
  for (const [cpuArchitecture, platform] of [
    ['X86_64', 'linux/amd64'],
    ['ARM64', 'linux/arm64'],
  ] as const) {
    test(`is the default, built for ${platform} as the tasks are`, async () => {
      const recording = await record(() => proxy({ cpuArchitecture, image: undefined }));
      const { context, platforms, push, tags } = inputsOf(recording, 'docker-build:index:Image') as {
        readonly context: { readonly location: string };
        readonly [input: string]: unknown;
      };
      assert.deepEqual([platforms, push], [[platform], true]);
      const { runtimePlatform } = inputsOf(recording, 'aws:ecs/taskDefinition:TaskDefinition');
      assert.deepEqual(runtimePlatform, { cpuArchitecture, operatingSystemFamily: 'LINUX' });
      assert.match(readFileSync(resolve(context.location, 'Dockerfile'), 'utf8'), /^FROM .*node/m);
      const repository = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/chat-repository';
      assert.deepEqual(tags, [`${repository}:0.1.0`]);
      assert.equal(containerOf(recording)['image'], `${repository}@sha256:0123`);
      assert.equal(containerOf(recording)['entryPoint'], undefined);
    });
  }

  test('changes by transform, and keeps the password a secret', async () => {
    const recording = await record(() =>
      proxy({
        image: RuntimeImage.fromDockerBuild(),
        transform: { image: { buildOnPreview: false }, repository: { imageTagMutability: 'IMMUTABLE' } },
      }),
    );
    const { buildOnPreview, registries } = inputsOf(recording, 'docker-build:index:Image');
    assert.equal(buildOnPreview, false);
    assert.ok(pulumi.runtime.isRpcSecret(registries));
    assert.equal(inputsOf(recording, 'aws:ecr/repository:Repository')['imageTagMutability'], 'IMMUTABLE');
  });

  test('may be pulled by the tasks, and nothing else', async () => {
    const recording = await record(() => proxy({ image: RuntimeImage.fromDockerBuild() }));
    const { policy } = inputsOf(recording, 'aws:iam/rolePolicy:RolePolicy');
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: '2012-10-17',
      Statement: [
        {
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
          Effect: 'Allow',
          Resource: 'arn:aws:ecr:eu-central-1:123456789012:chat-repository',
        },
        { Action: ['ecr:GetAuthorizationToken'], Effect: 'Allow', Resource: '*' },
        {
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Effect: 'Allow',
          Resource: 'arn:aws:cloudwatch:eu-central-1:123456789012:chat-logs:*',
        },
      ],
    });
  });
});

describe('RuntimeImage.fromRegistry', () => {
  test('is an image that is there already, with the same command', async () => {
    const recording = await record(() =>
      proxy({ image: RuntimeImage.fromRegistry(pulumi.output('example/wsproxy:1')) }),
    );
    const { image, entryPoint, command } = containerOf(recording);
    assert.deepEqual([image, entryPoint, command.at(-2)], ['example/wsproxy:1', undefined, '--config-json']);
  });
});

describe('RuntimeImage.fromRegistry, of a private repository in Amazon ECR,', () => {
  for (const [uri, arn] of [
    [
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/wsproxy:1',
      'arn:aws:ecr:eu-central-1:123456789012:repository/team/wsproxy',
    ],
    [
      '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/wsproxy@sha256:0123',
      'arn:aws-us-gov:ecr:us-gov-west-1:123456789012:repository/wsproxy',
    ],
    [
      '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/wsproxy',
      'arn:aws-cn:ecr:cn-north-1:123456789012:repository/wsproxy',
    ],
    ['123456789012.dkr-ecr.eu-central-1.on.aws/wsproxy:1', 'arn:aws:ecr:eu-central-1:123456789012:repository/wsproxy'],
  ] as const) {
    test(`may be pulled by the tasks: ${uri}`, async () => {
      const recording = await record(() => proxy({ image: RuntimeImage.fromRegistry(pulumi.output(uri)) }));
      const { policy } = inputsOf(recording, 'aws:iam/rolePolicy:RolePolicy');
      const { Statement } = JSON.parse(String(policy)) as { readonly Statement: readonly object[] };
      assert.deepEqual(Statement.slice(0, 2), [
        {
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
          Effect: 'Allow',
          Resource: arn,
        },
        { Action: ['ecr:GetAuthorizationToken'], Effect: 'Allow', Resource: '*' },
      ]);
      assert.equal(containerOf(recording)['image'], uri);
    });
  }

  test('is none elsewhere', async () => {
    for (const uri of ['public.ecr.aws/docker/library/node:26', 'example.com/123456789012.dkr.ecr.x.amazonaws.com/y']) {
      const recording = await record(() => proxy({ image: RuntimeImage.fromRegistry(uri) }));
      assert.doesNotMatch(String(inputsOf(recording, 'aws:iam/rolePolicy:RolePolicy')['policy']), /ecr:/);
    }
  });
});

describe('RuntimeImage.fromEcrRepository', () => {
  const repository = {
    arn: 'arn:aws:ecr:eu-central-1:123456789012:repository/wsproxy',
    repositoryUrl: pulumi.output('123456789012.dkr.ecr.eu-central-1.amazonaws.com/wsproxy'),
  };

  for (const [reference, uri] of [
    [undefined, 'wsproxy:latest'],
    ['1.0.0', 'wsproxy:1.0.0'],
    ['sha256:0123', 'wsproxy@sha256:0123'],
  ] as const) {
    test(`is ${uri} in Amazon ECR, which the tasks may pull`, async () => {
      const recording = await record(() => proxy({ image: RuntimeImage.fromEcrRepository(repository, reference) }));
      assert.equal(containerOf(recording)['image'], `123456789012.dkr.ecr.eu-central-1.amazonaws.com/${uri}`);
      assert.match(String(inputsOf(recording, 'aws:iam/rolePolicy:RolePolicy')['policy']), /repository\/wsproxy"/);
    });
  }
});

describe('RuntimeImage.onNodeImage', () => {
  test('boots the proxy server out of its entry point, which reads the command', async () => {
    const recording = await record(() => proxy({ image: RuntimeImage.onNodeImage() }));
    const { image, entryPoint } = containerOf(recording);
    assert.equal(image, 'public.ecr.aws/docker/library/node:26-slim');
    const [program, ...options] = entryPoint as string[];
    assert.equal(program, 'node');
    const config = '{"servers":[{"listen":0,"locations":{"chat":{}}}]}';
    const { status, stderr } = spawnSync(process.execPath, [...options, '--config-json', config], {
      encoding: 'utf8',
      env: {},
    });
    assert.match(stderr, /chat.* is no location; /);
    assert.equal(status, 2);
  });
});
