import { createRequire } from 'node:module';
import { relative } from 'node:path';
import * as aws from '@pulumi/aws';
import type * as dockerBuild from '@pulumi/docker-build';
import * as pulumi from '@pulumi/pulumi';
import { VERSION } from '../../../proxy-runtime/config/index.ts';
import { PlanError } from '../../plan/index.ts';
import { runtimeDirectory } from '../../plan/images/runtime-bundle.ts';
import type { RuntimeImageBindOptions, RuntimeImageConfig } from './runtime-image-config.ts';

/** The image of the package's own Dockerfile, in a repository of its own. */
export function buildImage({
  children,
  cpuArchitecture,
}: RuntimeImageBindOptions): Pick<RuntimeImageConfig, 'image' | 'repository' | 'repositoryArn'> {
  const { Image } = loadDockerBuild();
  // As seen from the project, which may be somewhere else on another machine: that is no other image.
  const location = relative(process.cwd(), runtimeDirectory());
  const repository = children.addTagged(
    'repository',
    aws.ecr.Repository,
    'repository',
    // Every image in it can be built again, so it may go with the proxy.
    { forceDelete: true, imageScanningConfiguration: { scanOnPush: true } },
  );
  const { userName, password } = aws.ecr.getAuthorizationTokenOutput(
    { registryId: repository.registryId },
    { parent: children.place.component },
  );
  const image = children.add('image', Image, 'image', {
    context: { location },
    platforms: [cpuArchitecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64'],
    tags: [pulumi.interpolate`${repository.repositoryUrl}:${VERSION}`],
    push: true,
    registries: [{ address: repository.repositoryUrl, username: userName, password: pulumi.secret(password) }],
  });
  return {
    // By digest, so that another build is another task definition.
    image: pulumi.interpolate`${repository.repositoryUrl}@${image.digest}`,
    repository,
    repositoryArn: repository.arn,
  };
}

/** An optional peer, which the other images do without. */
function loadDockerBuild(): typeof dockerBuild {
  try {
    return createRequire(import.meta.filename)('@pulumi/docker-build') as typeof dockerBuild;
  } catch (error) {
    throw new PlanError(
      'WSPROXY_IMAGE',
      'RuntimeImage.fromDockerBuild() needs @pulumi/docker-build; run `npm install @pulumi/docker-build`, or use RuntimeImage.onNodeImage()',
      { cause: error },
    );
  }
}
