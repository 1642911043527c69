import type { SERVER_DEFAULTS } from '../../config/defaults.ts';
import { REQUEST_HEAD } from '../../config/directives/client.ts';
import { parseSize } from '../../config/values/size.ts';
import type { RequestHeadDirectives } from '../../config/types.ts';
import { Levels, type PreparedDirectives } from './levels.ts';

/** How a request's head is read: milliseconds, bytes, booleans. */
export interface ServerSettings extends PreparedDirectives<RequestHeadDirectives, typeof REQUEST_HEAD> {
  readonly largeClientHeaderBuffers: { readonly number: number; readonly size: number };
}

export function serverSettings(directives: readonly RequestHeadDirectives[]): ServerSettings {
  const levels = new Levels<typeof SERVER_DEFAULTS>(REQUEST_HEAD, directives, () => undefined);
  const { largeClientHeaderBuffers: buffers } = levels.merged;
  return {
    ...levels.prepared<RequestHeadDirectives, typeof REQUEST_HEAD>(REQUEST_HEAD),
    largeClientHeaderBuffers: { number: buffers.number, size: parseSize(buffers.size) },
  };
}
