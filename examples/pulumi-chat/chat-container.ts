import * as aws from '@pulumi/aws';
import * as build from '@pulumi/docker-build';
import * as pulumi from '@pulumi/pulumi';
import { folder, nodeCommand, nodeImage } from '../chat/on-node-image.ts';

/** What of the chat's container depends on where its image is from. */
export interface ChatContainer {
  readonly image: pulumi.Input<string>;
  readonly command?: readonly string[];
}

/** The chat's image, built from its Dockerfile by `pulumi up`. */
export function builtImage(): ChatContainer {
  const repository = new aws.ecr.Repository('chat', { forceDelete: true });
  const { userName, password, proxyEndpoint } = aws.ecr.getAuthorizationTokenOutput();
  const image = new build.Image('chat', {
    context: { location: folder },
    platforms: [build.Platform.Linux_amd64],
    tags: [pulumi.interpolate`${repository.repositoryUrl}:latest`],
    push: true,
    registries: [{ address: proxyEndpoint, username: userName, password }],
  });
  return { image: pulumi.interpolate`${repository.repositoryUrl}@${image.digest}` };
}

/** The chat on a public Node image: program and page travel in the container's command. */
export function onNodeImage(): ChatContainer {
  return { image: nodeImage, command: nodeCommand() };
}
