import type { RequestHead } from '../http/request-head.ts';
import { BodyStore } from './body-store.ts';
import type { RequestBody } from './request-body.ts';
import type { BodyFraming } from './request-head-writer.ts';

/** A body for the backend: whole, or one that is to be streamed. */
export type OutgoingBody = BodyStore | RequestBody | undefined;

/** How the backend is told of it. @param head - the client's */
export function framingOf(body: OutgoingBody, { contentLength, chunked }: RequestHead): BodyFraming {
  if (body instanceof BodyStore) return { length: body.length };
  if (body === undefined) return contentLength === 0 ? { length: 0 } : undefined;
  if (chunked) return 'chunked';
  return contentLength === undefined ? undefined : { length: contentLength };
}
