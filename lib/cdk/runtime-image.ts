import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { NODE_IMAGE, nodeImageEntryPoint } from '../plan/node-image.ts';
import { common, having, mark, read } from '../plan/props/index.ts';
import { runtimeDirectory } from '../plan/runtime-bundle.ts';
import { placeOf } from './place.ts';

/** How the proxy server gets into its container. */
export interface RuntimeImageConfig {
  readonly image: ecs.ContainerImage;
  readonly entryPoint?: string[];
  /** What makes the task definition smaller, should ECS not take it. */
  readonly smaller: string;
}

const FEWER_BACKENDS = 'use fewer backends';

const REPOSITORY = having<ecr.IRepository>(
  'a repository in Amazon ECR',
  ['repositoryUri', 'grantPull'],
  "use Repository.fromRepositoryName(this, 'Repository', 'NAME')",
);

/** Where the proxy's container image comes from. Its configuration is in the container's command in any case. */
export class RuntimeImage {
  /**
   * Built from the package's own Dockerfile when the app is deployed, which needs Docker there, for the architecture of the tasks.
   */
  static fromAsset(): RuntimeImage {
    return new RuntimeImage((architecture) => ({
      image: ecs.ContainerImage.fromAsset(runtimeDirectory(), {
        platform: architecture === ecs.CpuArchitecture.ARM64 ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
      }),
      smaller: FEWER_BACKENDS,
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
      smaller: FEWER_BACKENDS,
    }));
  }

  /**
   * The same, in Amazon ECR; the tasks get the permission to pull it.
   *
   * @param tagOrDigest - a tag, or `sha256:…`
   */
  static fromEcrRepository(repository: ecr.IRepository, tagOrDigest = 'latest'): RuntimeImage {
    return new RuntimeImage(() => ({
      image: ecs.ContainerImage.fromEcrRepository(
        read(REPOSITORY, repository, placeOf('the repository of RuntimeImage.fromEcrRepository()')),
        read(common.imageTag, tagOrDigest, placeOf('the tagOrDigest of RuntimeImage.fromEcrRepository()')),
      ),
      smaller: FEWER_BACKENDS,
    }));
  }

  /**
   * The public Node image, into which the proxy server travels in the task definition, compressed: no Docker and no registry of one's own.
   *
   * A task definition may have 64 KiB, of which this leaves some 2: room for about ten backends; the app is refused if it has more.
   * Unpacking takes half a second of CPU time at the start of a task, with 0.25 vCPU two seconds.
   */
  static onNodeImage(): RuntimeImage {
    return new RuntimeImage(() => ({
      image: ecs.ContainerImage.fromRegistry(NODE_IMAGE),
      entryPoint: nodeImageEntryPoint(),
      smaller: 'use RuntimeImage.fromAsset() or RuntimeImage.fromRegistry(), which keep the proxy server out of it',
    }));
  }

  /** Called by the proxy whose image this is. */
  readonly bind: (architecture: ecs.CpuArchitecture) => RuntimeImageConfig;

  private constructor(bind: (architecture: ecs.CpuArchitecture) => RuntimeImageConfig) {
    this.bind = bind;
    mark(this, 'cdk.RuntimeImage');
  }
}
