import { nodeCommand, nodeImage } from '../chat/on-node-image.ts';

/** What of the chat's container says which program it runs. */
export interface ChatContainer {
  readonly image: string;
  readonly command: readonly string[];
}

/** The chat on a public Node image: program and page travel in the container's command, so nothing has to be built. */
export function chatContainer(): ChatContainer {
  return { image: nodeImage, command: nodeCommand() };
}
