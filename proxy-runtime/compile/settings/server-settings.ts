import { SERVER_DEFAULTS } from '../../config/defaults.ts';
import { parseSize } from '../../config/values/size.ts';
import type { RequestHeadDirectives } from '../../config/types.ts';
import { Levels } from './levels.ts';

/** How a request's head is read: milliseconds, bytes, booleans. */
export interface ServerSettings {
  readonly clientHeaderTimeout: number;
  readonly clientHeaderBufferSize: number;
  readonly largeClientHeaderBuffers: { readonly number: number; readonly size: number };
  readonly maxHeaders: number;
  readonly underscoresInHeaders: boolean;
  readonly ignoreInvalidHeaders: boolean;
  readonly mergeSlashes: boolean;
}

export function serverSettings(directives: readonly RequestHeadDirectives[]): ServerSettings {
  const levels = new Levels<Required<RequestHeadDirectives>>(SERVER_DEFAULTS, directives, () => undefined);
  const { largeClientHeaderBuffers: buffers, maxHeaders } = levels.merged;
  return {
    clientHeaderTimeout: levels.ms('clientHeaderTimeout'),
    clientHeaderBufferSize: levels.bytes('clientHeaderBufferSize'),
    largeClientHeaderBuffers: { number: buffers.number, size: parseSize(buffers.size) },
    maxHeaders,
    underscoresInHeaders: levels.on('underscoresInHeaders'),
    ignoreInvalidHeaders: levels.on('ignoreInvalidHeaders'),
    mergeSlashes: levels.on('mergeSlashes'),
  };
}
