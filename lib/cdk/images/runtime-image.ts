import type * as ecr from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { common, having, mark, read } from '../../plan/props/index.ts';
import { runtimeDirectory } from '../../plan/images/runtime-bundle.ts';
import { nodeImage, type NodeImageOptions } from './node-image.ts';
import { placeOf } from '../props/setting-context.ts';
import type { RuntimeImageBindOptions, RuntimeImageConfig } from './runtime-image-config.ts';

const REPOSITORY = having<ecr.IRepository>(
  'a repository in Amazon ECR',
  ['repositoryUri', 'grantPull'],
  "use Repository.fromRepositoryName(this, 'Repository', 'NAME')",
);

/** Where the proxy's container image comes from. Its configuration is in the container's command in any case. */
export class RuntimeImage {
  /**
   * The public Node image, of exactly the version that the proxy server is tested on, and the server as a file asset, which every task fetches
   * with its role when it starts, and checks: no Docker and no registry of one's own.
   *
   * Tasks need a way to Amazon S3 (a gateway endpoint does, and costs nothing) and to the image. The stack must have a synthesizer with file
   * assets, as every bootstrapped environment has.
   */
  static onNodeImage(options: NodeImageOptions = {}): RuntimeImage {
    return new RuntimeImage(({ scope }) => nodeImage(options, scope));
  }

  /**
   * Built from the package's own Dockerfile when the app is deployed, which needs Docker there, for the architecture of the tasks.
   */
  static fromAsset(): RuntimeImage {
    return new RuntimeImage(({ architecture }) => ({
      image: ecs.ContainerImage.fromAsset(runtimeDirectory(), {
        platform: architecture === ecs.CpuArchitecture.ARM64 ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
      }),
    }));
  }

  /**
   * Your own copy of that image: what `docker build dist/proxy-runtime` in this package makes, pushed to a registry that the tasks reach.
   *
   * @param uri - `REGISTRY/NAME:TAG` or `REGISTRY/NAME@sha256:…`, for the architecture of the tasks. Pulling it must need no credentials.
   */
  static fromRegistry(uri: string): RuntimeImage {
    return new RuntimeImage(() => ({
      image: ecs.ContainerImage.fromRegistry(
        read(common.imageUri, uri, placeOf('the uri of RuntimeImage.fromRegistry()')),
      ),
    }));
  }

  /**
   * The same, in Amazon ECR; the tasks get the permission to pull it.
   *
   * @param tagOrDigest - a tag, or `sha256:…`
   */
  static fromEcrRepository(repository: ecr.IRepository, tagOrDigest: string): RuntimeImage {
    return new RuntimeImage(() => ({
      image: ecs.ContainerImage.fromEcrRepository(
        read(REPOSITORY, repository, placeOf('the repository of RuntimeImage.fromEcrRepository()')),
        read(common.imageTag, tagOrDigest, placeOf('the tagOrDigest of RuntimeImage.fromEcrRepository()')),
      ),
    }));
  }

  readonly #config: (options: RuntimeImageBindOptions) => RuntimeImageConfig;

  private constructor(config: (options: RuntimeImageBindOptions) => RuntimeImageConfig) {
    this.#config = config;
    mark(this, 'cdk.RuntimeImage');
  }

  /** @internal */
  _bind(options: RuntimeImageBindOptions): RuntimeImageConfig {
    return this.#config(options);
  }
}
