import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import * as pulumi from '@pulumi/pulumi';
import { Compute, RuntimeImage } from 'websocket-proxy-constructs/pulumi';
import { NODE_FLAGS } from '../../lib/plan/images/node-image.ts';
import { bootProgram, serverFile } from '../../lib/plan/images/runtime-bundle.ts';
import { containerOf, inputsOf, proxy, record, type Recording } from './fixture.ts';

describe('RuntimeImage.fromDockerBuild', () => {
  for (const [cpuArchitecture, platform] of [
    ['X86_64', 'linux/amd64'],
    ['ARM64', 'linux/arm64'],
  ] as const) {
    test(`is built for ${platform} as the tasks are`, async () => {
      const recording = await record(() =>
        proxy({ compute: Compute.fargate({ cpuArchitecture }), image: RuntimeImage.fromDockerBuild() }),
      );
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
  const SHA256 = createHash('sha256').update(readFileSync(serverFile().path)).digest('hex');

  test('is the default: the exact public Node image, and a program that fetches the server from a bucket of its own', async () => {
    const recording = await record(() => proxy({ image: undefined }));
    const { image, entryPoint } = containerOf(recording);
    assert.equal(image, 'public.ecr.aws/docker/library/node:26.10.0-slim');
    const words = entryPoint as string[];
    const object = inputsOf(recording, 'aws:s3/bucketObjectv2:BucketObjectv2');
    assert.deepEqual(words.slice(0, -6), ['node', ...NODE_FLAGS, '--input-type=module', '-e', bootProgram()]);
    assert.deepEqual(words.slice(-6), [
      ...['--', object['bucket'], object['key'], 'eu-central-1', 's3.eu-central-1.amazonaws.com', SHA256],
    ]);
    const bucket = inputsOf(recording, 'aws:s3/bucket:Bucket');
    assert.deepEqual([bucket['bucketPrefix'], bucket['forceDestroy']], ['chat-', true]);
    assert.match(
      policies(recording),
      /"Action":\["s3:GetObject"\],"Effect":"Allow","Resource":"[^"*]*\/websocket-proxy-constructs\/\*"/,
    );
  });

  test('takes another image with the credentials of its registry, a bucket that is there, its key, and other endpoints', async () => {
    const recording = await record(() =>
      proxy({
        image: RuntimeImage.onNodeImage({
          baseImage: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/hub/node:26.10.0',
          credentialsParameter: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:hub',
          bucket: { bucket: 'assets', arn: 'arn:aws:s3:::assets' },
          kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/k',
          fips: true,
          dualStack: true,
        }),
      }),
    );
    const container = containerOf(recording);
    assert.equal(container['image'], '123456789012.dkr.ecr.eu-central-1.amazonaws.com/hub/node:26.10.0');
    assert.deepEqual(container['repositoryCredentials'], {
      credentialsParameter: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:hub',
    });
    assert.equal((container['entryPoint'] as string[]).at(-2), 's3-fips.dualstack.eu-central-1.amazonaws.com');
    assert.equal(recording.resources.filter(({ type }) => type === 'aws:s3/bucket:Bucket').length, 0);
    for (const resource of [
      ...[
        'arn:aws:ecr:eu-central-1:123456789012:repository/hub/node',
        'arn:aws:s3:::assets/websocket-proxy-constructs/*',
      ],
      ...['arn:aws:secretsmanager:eu-central-1:123456789012:secret:hub', 'arn:aws:kms:eu-central-1:123456789012:key/k'],
    ])
      assert.ok(policies(recording).includes(`"Resource":"${resource}"`), resource);
  });

  for (const [options, message] of [
    [
      { digest: 'latest' },
      "the options of RuntimeImage.onNodeImage().digest is 'latest', but takes an image's digest; use 'sha256:' and 64 hexadecimal digits",
    ],
    [
      { digest: `sha256:${'0'.repeat(64)}`, baseImage: 'x' },
      'digest is of the public Node image, but baseImage is given; name the digest there',
    ],
    [
      { credentialsParameter: 'x' },
      'credentialsParameter is for the registry of baseImage, which is not given; give baseImage too',
    ],
    [{ kmsKeyArn: 'x' }, 'kmsKeyArn is the key of bucket, which is not given; give bucket too'],
  ] as const)
    test(`refuses ${JSON.stringify(options)}`, async () => {
      await assert.rejects(
        record(() => proxy({ image: RuntimeImage.onNodeImage(options) })),
        { message: `chat: ${message}` },
      );
    });
});

function policies({ resources }: Recording): string {
  return resources
    .filter(({ type }) => type === 'aws:iam/rolePolicy:RolePolicy')
    .map(({ inputs }) => String(inputs['policy']))
    .join('\n');
}
