import * as pulumi from '@pulumi/pulumi';
import { common, having, late, mark, read } from '../../plan/props/index.ts';
import { buildImage } from './docker-build.ts';
import { privateRepositoryArn } from './ecr-repository.ts';
import { nodeImage, type NodeImageOptions } from './node-image.ts';
import { placeOf } from '../args/setting-context.ts';
import type { RuntimeImageBindOptions, RuntimeImageConfig } from './runtime-image-config.ts';

/** A repository in Amazon ECR, such as an `aws.ecr.Repository`. */
export interface ExistingRepository {
  /** Its ARN, which the tasks may pull from. */
  readonly arn: pulumi.Input<string>;
  /** What image names begin with: `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME`. */
  readonly repositoryUrl: pulumi.Input<string>;
}

const REPOSITORY = late(
  having<ExistingRepository>(
    'a repository in Amazon ECR',
    ['arn', 'repositoryUrl'],
    'use an aws.ecr.Repository, or { arn, repositoryUrl }',
  ),
);

/** Where the proxy's container image comes from. Its configuration is in the container's command in any case. */
export class RuntimeImage {
  /**
   * The public Node image, of exactly the version that the proxy server is tested on, and the server as an object in a bucket, which every task
   * fetches with its role when it starts, and checks: no Docker and no registry of one's own.
   *
   * Tasks need a way to Amazon S3 (a gateway endpoint does, and costs nothing) and to the image.
   */
  static onNodeImage(options: NodeImageOptions = {}): RuntimeImage {
    return new RuntimeImage((bindOptions) => nodeImage(options, bindOptions));
  }

  /**
   * Built from the package's own Dockerfile during the deployment, which needs Docker there and `@pulumi/docker-build`, for the architecture
   * of the tasks, and pushed to a repository of its own in Amazon ECR, which the tasks may pull from.
   */
  static fromDockerBuild(): RuntimeImage {
    return new RuntimeImage((options) => buildImage(options));
  }

  /**
   * Your own copy of that image: what `docker build dist/proxy-runtime` in this package makes, pushed to a registry that the tasks reach.
   *
   * @param uri - `REGISTRY/NAME:TAG` or `REGISTRY/NAME@sha256:…`, for the architecture of the tasks. From a private repository in Amazon ECR
   * the tasks get the permission to pull it; from any other registry, pulling it must need no credentials.
   */
  static fromRegistry(uri: pulumi.Input<string>): RuntimeImage {
    return new RuntimeImage(() => {
      read(common.imageUri, uri, placeOf('the uri of RuntimeImage.fromRegistry()'));
      const image = pulumi.output(uri);
      return { image, repositoryArn: image.apply(privateRepositoryArn) };
    });
  }

  /**
   * The same, in Amazon ECR; the tasks get the permission to pull it.
   *
   * @param tagOrDigest - a tag, or `sha256:…`
   */
  static fromEcrRepository(repository: ExistingRepository, tagOrDigest: pulumi.Input<string>): RuntimeImage {
    return new RuntimeImage(() => {
      read(REPOSITORY, repository, placeOf('the repository of RuntimeImage.fromEcrRepository()'));
      read(common.imageTag, tagOrDigest, placeOf('the tagOrDigest of RuntimeImage.fromEcrRepository()'));
      return {
        image: pulumi
          .all([repository.repositoryUrl, tagOrDigest])
          .apply(([url, reference]) => `${url}${reference.startsWith('sha256:') ? '@' : ':'}${reference}`),
        repositoryArn: repository.arn,
      };
    });
  }

  readonly #config: (options: RuntimeImageBindOptions) => RuntimeImageConfig;

  private constructor(config: (options: RuntimeImageBindOptions) => RuntimeImageConfig) {
    this.#config = config;
    mark(this, 'pulumi.RuntimeImage');
  }

  /** @internal */
  _bind(options: RuntimeImageBindOptions): RuntimeImageConfig {
    return this.#config(options);
  }
}
