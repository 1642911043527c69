import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { VERSION } from '../../../proxy-runtime/config/index.ts';
import { PlanError } from '../../plan/index.ts';
import { NODE_IMAGE, nodeImageEntryPoint, nodeImageOf, s3Host } from '../../plan/images/node-image.ts';
import { common, flag, having, read, shape } from '../../plan/props/index.ts';
import { SERVER_EXTENSION, serverFile } from '../../plan/images/runtime-bundle.ts';
import type { Children } from '../children/children.ts';
import { privateRepositoryArn } from './ecr-repository.ts';
import { reference } from '../args/kinds.ts';
import { placeOf } from '../args/setting-context.ts';
import type { RuntimeImageBindOptions, RuntimeImageConfig } from './runtime-image-config.ts';

/** A bucket in Amazon S3, such as an `aws.s3.Bucket`. */
export interface ExistingBucket {
  /** The name of the bucket. */
  readonly bucket: pulumi.Input<string>;
  /** Its ARN, which the tasks may read from. */
  readonly arn: pulumi.Input<string>;
}

/** How the public Node image becomes the proxy's. */
export interface NodeImageOptions {
  /**
   * The digest of the public Node image, which a tag is not bound to for ever: `sha256:…`; not with `baseImage`.
   *
   * @default - what the tag of the tested version names when a task starts
   */
  readonly digest?: pulumi.Input<string>;

  /**
   * Another image with the same Node, such as a copy in Amazon ECR, by a pull-through cache or in a VPC without a way to the internet. From a
   * private repository in Amazon ECR the tasks get the permission to pull it.
   *
   * @default - the public one in Amazon ECR's public gallery
   */
  readonly baseImage?: pulumi.Input<string>;

  /**
   * The ARN of the secret in AWS Secrets Manager with the credentials of `baseImage`'s registry, which ECS gets the permission to read.
   *
   * @default - none
   */
  readonly credentialsParameter?: pulumi.Input<string>;

  /**
   * The bucket that the proxy server is uploaded to, in the region of the tasks.
   *
   * @default - a new one
   */
  readonly bucket?: ExistingBucket;

  /**
   * The ARN of the key of `bucket`, which the tasks get the permission to decrypt with.
   *
   * @default - none
   */
  readonly kmsKeyArn?: pulumi.Input<string>;

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

/** Where the server is in its bucket, in all versions. */
const FOLDER = 'websocket-proxy-constructs/';

/** What each option takes; other languages have the same. */
export const NODE_IMAGE_OPTIONS = shape<NodeImageOptions>(
  {
    digest: common.imageDigest,
    baseImage: common.imageUri,
    credentialsParameter: reference('the ARN of a secret', "'arn:aws:secretsmanager:…'", 'arn'),
    bucket: having<ExistingBucket>('a bucket', ['bucket', 'arn'], 'use an aws.s3.Bucket, or { bucket, arn }'),
    kmsKeyArn: reference('the ARN of a key', "'arn:aws:kms:…'", 'arn'),
    fips: flag,
    dualStack: flag,
  },
  { takes: 'an object', wayOut: 'use { dualStack: true }' },
);

/**
 * The Node image with the proxy server as an object in a bucket.
 *
 * @throws PlanError for options that can't be
 */
export function nodeImage(given: NodeImageOptions, { children }: RuntimeImageBindOptions): RuntimeImageConfig {
  const options = read(NODE_IMAGE_OPTIONS, given, placeOf('the options of RuntimeImage.onNodeImage()'));
  const { digest, baseImage, credentialsParameter, bucket, kmsKeyArn } = options;
  if (digest !== undefined && baseImage !== undefined)
    throw new PlanError(
      'WSPROXY_PROPS',
      'digest is of the public Node image, but baseImage is given; name the digest there',
    );
  if (credentialsParameter !== undefined && baseImage === undefined)
    throw new PlanError(
      'WSPROXY_PROPS',
      'credentialsParameter is for the registry of baseImage, which is not given; give baseImage too',
    );
  if (kmsKeyArn !== undefined && bucket === undefined)
    throw new PlanError('WSPROXY_PROPS', 'kmsKeyArn is the key of bucket, which is not given; give bucket too');
  const standard = digest === undefined ? NODE_IMAGE : pulumi.output(digest).apply(nodeImageOf);
  const image = pulumi.output(baseImage ?? standard);
  return {
    image,
    ...(baseImage !== undefined && { repositoryArn: image.apply(privateRepositoryArn) }),
    ...(credentialsParameter !== undefined && { credentialsParameter }),
    ...uploadedServer(children, options),
  };
}

function uploadedServer(
  children: Children,
  { bucket: given, kmsKeyArn, ...endpoint }: NodeImageOptions,
): Pick<RuntimeImageConfig, 'entryPoint' | 'permissions'> {
  const { path, sha256 } = serverFile();
  const bucket = given ?? createBucket(children);
  // Without tags, of which an object takes ten at most. That of the version before stays: its tasks may start again while there are any.
  const object = children.add(
    'serverObject',
    aws.s3.BucketObjectv2,
    'server',
    {
      bucket: bucket.bucket,
      key: `${FOLDER}${VERSION}-${sha256.slice(0, 16)}${SERVER_EXTENSION}`,
      source: new pulumi.asset.FileAsset(path),
    },
    { retainOnDelete: true },
  );
  const parent = { parent: children.place.component };
  const region = aws.getRegionOutput({}, parent).region;
  const { dnsSuffix } = aws.getPartitionOutput({}, parent);
  const host = pulumi.all([region, dnsSuffix]).apply(([name, domain]) => s3Host(name, domain, endpoint));
  return {
    entryPoint: nodeImageEntryPoint<pulumi.Input<string>>({
      bucket: object.bucket,
      key: object.key,
      region,
      host,
      sha256,
    }),
    permissions: [
      // Of all versions: tasks of the one before must be able to start until a deployment is over, and after a rollback.
      { actions: ['s3:GetObject'], resource: pulumi.interpolate`${bucket.arn}/${FOLDER}*` },
      ...(kmsKeyArn === undefined ? [] : [{ actions: ['kms:Decrypt'], resource: kmsKeyArn }]),
    ],
  };
}

/** A bucket whose objects can be made again, so it may go with the proxy. */
function createBucket(children: Children): aws.s3.Bucket {
  const start = children.place.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 30);
  const bucket = children.addTagged('serverBucket', aws.s3.Bucket, 'server-bucket', {
    bucketPrefix: `${start === '' ? 'wsproxy' : start}-`,
    forceDestroy: true,
  });
  children.add('serverBucketAccess', aws.s3.BucketPublicAccessBlock, 'server-bucket-access', {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  return bucket;
}
