import { ContainerImage, type ContainerDefinitionOptions } from 'aws-cdk-lib/aws-ecs';
import { nodeCommand, nodeImage } from '../chat/on-node-image.ts';

/** The chat on a public Node image: program and page travel in the container's command, so nothing has to be built. */
export function chatContainer(): ContainerDefinitionOptions {
  return { image: ContainerImage.fromRegistry(nodeImage), command: nodeCommand() };
}
