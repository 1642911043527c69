import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { BootstraplessSynthesizer, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Backend, Compute, RuntimeImage, WebSocketProxy } from 'websocket-proxy-constructs/cdk';
import { NODE_FLAGS, NODE_VERSION } from '../../lib/plan/images/node-image.ts';
import { bootProgram } from '../../lib/plan/images/runtime-bundle.ts';
import { deployed, proxyContainer, testApp, TestStack } from './fixture.ts';

const PINNED = `sha256:${'0'.repeat(64)}`;

describe('RuntimeImage.fromAsset', () => {
  for (const [cpuArchitecture, platform] of [
    [ecs.CpuArchitecture.X86_64, 'linux/amd64'],
    [ecs.CpuArchitecture.ARM64, 'linux/arm64'],
  ] as const) {
    test(`is built for ${platform} as the tasks are`, () => {
      const app = testApp();
      const stack = new TestStack(app);
      stack.addProxy({ compute: Compute.fargate({ cpuArchitecture }), image: RuntimeImage.fromAsset() });
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
  test('is the default: the exact public Node image, and a program that fetches the server from the file assets', () => {
    const app = testApp();
    const stack = new TestStack(app, 'Chat', { env: { account: '123456789012', region: 'eu-central-1' } });
    stack.addProxy({ image: undefined });
    const template = stack.template();
    const container = proxyContainer(template);
    assert.equal(container['Image'], 'public.ecr.aws/docker/library/node:26.10.0-slim');
    const words = (container.EntryPoint ?? []).map(deployed);
    assert.deepEqual(words.slice(0, -6), ['node', ...NODE_FLAGS, '--input-type=module', '-e', bootProgram()]);
    const { directory } = app.synth();
    const { files, dockerImages } = assets(directory);
    const [[hash, file] = ['', undefined]] = Object.entries(files).filter(([, { source }]) =>
      source.path.endsWith('.wsproxy'),
    );
    assert.deepEqual(words.slice(-6), [
      ...['--', `cdk-hnb659fds-assets-123456789012-eu-central-1`, `${hash}.wsproxy`, 'eu-central-1'],
      ...['s3.eu-central-1.AWS::URLSuffix', digest(join(directory, file?.source.path ?? ''))],
    ]);
    assert.deepEqual(dockerImages, {});
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 's3:GetObject',
            Effect: 'Allow',
            Resource: {
              'Fn::Join': [
                '',
                ['arn:', { Ref: 'AWS::Partition' }, ':s3:::cdk-hnb659fds-assets-123456789012-eu-central-1/*.wsproxy'],
              ],
            },
          },
        ],
      },
    });
  });

  test('may be another image with the credentials of its registry, a digest, other endpoints, and the key of the bucket', () => {
    const stack = new TestStack();
    const credentials = Secret.fromSecretCompleteArn(
      stack,
      'Hub',
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:hub-abcdef',
    );
    const baseImage = ecs.ContainerImage.fromRegistry('registry.example.com/node:26.10.0', { credentials });
    const encryptionKey = new Key(stack, 'Key');
    stack.addProxy({ image: RuntimeImage.onNodeImage({ baseImage, fips: true, dualStack: true, encryptionKey }) });
    const template = stack.template();
    const container = proxyContainer(template);
    assert.equal(container['Image'], 'registry.example.com/node:26.10.0');
    assert.deepEqual(container['RepositoryCredentials'], { CredentialsParameter: credentials.secretArn });
    assert.match(deployed(container.EntryPoint?.at(-2)), /^s3-fips\.dualstack\.AWS::Region\.AWS::URLSuffix$/);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: 'kms:Decrypt', Resource: stack.resolve(encryptionKey.keyArn) as unknown }),
        ]),
      },
    });
    const pinned = new TestStack();
    pinned.addProxy({ image: RuntimeImage.onNodeImage({ digest: PINNED }) });
    assert.equal(proxyContainer(pinned.template())['Image'], `public.ecr.aws/docker/library/node@${PINNED}`);
  });

  test('has the Node of these tests', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      readonly devDependencies: Readonly<Record<string, string>>;
    };
    assert.deepEqual([NODE_VERSION, `v${NODE_VERSION}`], [devDependencies['node'], process.version]);
  });

  test('is refused where it can not be right', () => {
    const given = new TestStack();
    for (const [id, options, message] of [
      [
        'One',
        { digest: 'latest' },
        "the options of RuntimeImage.onNodeImage().digest is 'latest', but takes an image's digest; use 'sha256:' and 64 hexadecimal digits",
      ],
      [
        'Two',
        { digest: PINNED, baseImage: ecs.ContainerImage.fromRegistry('x') },
        'digest is of the public Node image, but baseImage is given; name the digest there',
      ],
    ] as const)
      assert.throws(() => given.addProxy({ image: RuntimeImage.onNodeImage(options) }, id), {
        message: `Chat/${id}: ${message}`,
      });
    const stack = new Stack(testApp(), 'Bare', { synthesizer: new BootstraplessSynthesizer() });
    const vpc = new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false });
    assert.throws(
      () => new WebSocketProxy(stack, 'Proxy', { vpc, backends: { '/': Backend.url('http://legacy.internal') } }),
      /^PlanError: Bare\/Proxy: the proxy server can't be uploaded with the stack \(.*\); use a synthesizer with file assets, or RuntimeImage\.fromRegistry\(\)$/,
    );
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
      /\[Chat\/Proxy\] the task definition has \d+ bytes, but ECS allows 65536 \(64 KiB\); use fewer backends, or a second proxy/,
    );
  });

  test('the size is what the deployment will fill in, not the template that says how', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy({ image: RuntimeImage.fromRegistry('example/wsproxy') });
    for (let index = 0; index < 350; index += 1) {
      proxy.addBackend(`/tenant-${index}/`, Backend.url(`http://${stack.vpc.vpcId}:${index + 1}`));
    }
    assert.doesNotThrow(() => stack.template());
  });
});

interface Assets {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
  readonly dockerImages: Readonly<
    Record<string, { readonly source: { readonly directory?: string; readonly platform?: string } }>
  >;
}

function assets(directory: string): Assets {
  return JSON.parse(readFileSync(join(directory, 'Chat.assets.json'), 'utf8')) as Assets;
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
