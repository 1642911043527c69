import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage, type ContainerDefinitionOptions } from 'aws-cdk-lib/aws-ecs';
import { folder, nodeCommand, nodeImage } from '../chat/on-node-image.ts';

/** The chat's image, built from its Dockerfile by `cdk deploy`. */
export function builtImage(): ContainerDefinitionOptions {
  return { image: ContainerImage.fromAsset(folder, { platform: Platform.LINUX_AMD64 }) };
}

/** The chat on a public Node image: program and page travel in the container's command. */
export function onNodeImage(): ContainerDefinitionOptions {
  return { image: ContainerImage.fromRegistry(nodeImage), command: nodeCommand() };
}
