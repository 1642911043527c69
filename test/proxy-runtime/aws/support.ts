import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one request is answered with. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Stands for ECS's agent and Amazon S3: answers of the test's own, and what was asked. */
export interface FakeAws extends AsyncDisposable {
  /** The environment of a container that is to ask it. */
  readonly env: Readonly<Record<string, string>>;
  /** Requests for credentials, then for objects, as they came. */
  readonly requests: readonly IncomingMessage[];
}

export const CREDENTIALS = { AccessKeyId: 'AKIDEXAMPLE', SecretAccessKey: 'secret', Token: 'token' };

/** @param answers - to requests for an object, in their order; the last to all that follow */
export async function startAws(
  answers: readonly Answer[],
  credentials: Answer = ok(JSON.stringify(CREDENTIALS)),
): Promise<FakeAws> {
  const requests: IncomingMessage[] = [];
  let objects = 0;
  const server = createServer((request, response) => {
    requests.push(request);
    if (request.url === '/credentials') credentials(response, request);
    else answers[Math.min(objects++, answers.length - 1)]?.(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${origin}/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'of the agent',
      AWS_ENDPOINT_URL_S3: origin,
    },
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function ok(body: string | Buffer): Answer {
  return (response) => response.end(body);
}

/** An error as Amazon S3 answers it. */
export function s3Error(status: number, code: string): Answer {
  return (response) => response.writeHead(status).end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}
