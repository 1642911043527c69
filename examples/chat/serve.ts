import type { AddressInfo } from 'node:net';
import { createChat } from './chat.ts';

/** Runs the chat as a program: on `PORT` (and `HOST`, all addresses by default), until SIGTERM or Ctrl-C. */
export function serve(page: string): void {
  const { PORT = '8080', HOST } = process.env;
  const { server, stop } = createChat(page);
  server.listen({ port: Number(PORT), host: HOST }, () => {
    console.log(`The chat listens on port ${(server.address() as AddressInfo).port}`);
  });
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
