import { Aws, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { NODE_IMAGE, nodeImageEntryPoint, nodeImageOf, s3Host } from '../../plan/images/node-image.ts';
import { PlanError } from '../../plan/index.ts';
import { common, flag, having, read, shape } from '../../plan/props/index.ts';
import { SERVER_EXTENSION, serverFile } from '../../plan/images/runtime-bundle.ts';
import { reasonOf } from '../errors/construct-errors.ts';
import { placeOf } from '../props/setting-context.ts';
import type { RuntimeImageConfig } from './runtime-image-config.ts';

/** How the public Node image becomes the proxy's. */
export interface NodeImageOptions {
  /**
   * The digest of the public Node image, which a tag is not bound to for ever: `sha256:…`; not with `baseImage`.
   *
   * @default - what the tag of the tested version names when a task starts
   */
  readonly digest?: string;

  /**
   * Another image with the same Node, such as a copy in Amazon ECR, by a pull-through cache or in a VPC without a way to the internet:
   * `ContainerImage.fromEcrRepository(…)`, or `ContainerImage.fromRegistry(…, { credentials })`.
   *
   * @default - the public one in Amazon ECR's public gallery
   */
  readonly baseImage?: ecs.ContainerImage;

  /**
   * The key of the bucket for file assets, if it is your own: `cdk bootstrap --bootstrap-kms-key-id`. Tasks are allowed to decrypt with it.
   *
   * @default - none; a key that `cdk bootstrap` made lets them
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether tasks fetch the proxy server from the region's FIPS endpoint of Amazon S3.
   *
   * @default false
   */
  readonly fips?: boolean;

  /**
   * Whether tasks fetch the proxy server from the region's endpoint of Amazon S3 that has IPv6 addresses, too.
   *
   * @default false
   */
  readonly dualStack?: boolean;
}

const OPTIONS = shape<NodeImageOptions>(
  {
    digest: common.imageDigest,
    baseImage: having<ecs.ContainerImage>(
      'a ContainerImage',
      ['bind'],
      "use ContainerImage.fromRegistry('REGISTRY/NAME:TAG')",
    ),
    encryptionKey: having<kms.IKey>('a key of AWS KMS', ['keyArn'], "use Key.fromKeyArn(this, 'Key', 'arn:aws:kms:…')"),
    fips: flag,
    dualStack: flag,
  },
  { takes: 'an object', wayOut: 'use { dualStack: true }' },
);

/**
 * The Node image with the proxy server as a file asset.
 *
 * @throws PlanError for options that can't be, and where the stack's synthesizer has no file assets
 */
export function nodeImage(given: NodeImageOptions, scope: Construct): RuntimeImageConfig {
  const { digest, baseImage, encryptionKey, ...endpoint } = read(
    OPTIONS,
    given,
    placeOf('the options of RuntimeImage.onNodeImage()'),
  );
  if (digest !== undefined && baseImage !== undefined)
    throw new PlanError(
      'WSPROXY_PROPS',
      'digest is of the public Node image, but baseImage is given; name the digest there',
    );
  const { path, sha256 } = serverFile();
  const { bucket, s3ObjectKey: key } = upload(scope, path);
  const { region } = Stack.of(scope);
  const host = s3Host(region, Aws.URL_SUFFIX, endpoint);
  const bucketKey = encryptionKey ?? bucket.encryptionKey;
  return {
    image: baseImage ?? ecs.ContainerImage.fromRegistry(digest === undefined ? NODE_IMAGE : nodeImageOf(digest)),
    entryPoint: nodeImageEntryPoint({ bucket: bucket.bucketName, key, region, host, sha256 }),
    permissions: [
      // Of all versions: tasks of the one before must be able to start until a deployment is over, and after a rollback.
      new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(`*${SERVER_EXTENSION}`)] }),
      ...(bucketKey === undefined
        ? []
        : [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [bucketKey.keyArn] })]),
    ],
  };
}

function upload(scope: Construct, path: string): Asset {
  try {
    return new Asset(scope, 'ProxyServer', { path });
  } catch (error) {
    throw new PlanError(
      'WSPROXY_IMAGE',
      `the proxy server can't be uploaded with the stack (${reasonOf(error)}); use a synthesizer with file assets, or RuntimeImage.fromRegistry()`,
      { cause: error },
    );
  }
}
