import type { DefaultedDirectives } from '../../config/defaults.ts';
import type { Levels } from './levels.ts';

/** Directives of the client's connection as the engine uses them: milliseconds, bytes, booleans. */
export interface ClientSettings {
  readonly clientMaxBodySize: number;
  readonly clientBodyBufferSize: number;
  readonly clientBodyTempPath: string | undefined;
  readonly clientBodyTimeout: number;
  readonly sendTimeout: number;
  readonly keepaliveTimeout: number;
  readonly keepaliveHeaderTimeout: number | undefined;
  readonly keepaliveRequests: number;
  readonly keepaliveTime: number;
  readonly keepaliveMinTimeout: number;
  readonly lingeringClose: 'on' | 'off' | 'always';
  readonly lingeringTime: number;
  readonly lingeringTimeout: number;
  readonly resetTimedoutConnection: boolean;
  readonly tcpNodelay: boolean;
}

export function clientSettings(levels: Levels<DefaultedDirectives>): ClientSettings {
  const { merged } = levels;
  return {
    clientMaxBodySize: levels.bytes('clientMaxBodySize'),
    clientBodyBufferSize: levels.bytes('clientBodyBufferSize'),
    clientBodyTempPath: merged.clientBodyTempPath,
    clientBodyTimeout: levels.ms('clientBodyTimeout'),
    sendTimeout: levels.ms('sendTimeout'),
    keepaliveTimeout: levels.ms('keepaliveTimeout'),
    keepaliveHeaderTimeout:
      merged.keepaliveHeaderTimeout === undefined ? undefined : levels.ms('keepaliveHeaderTimeout'),
    keepaliveRequests: merged.keepaliveRequests,
    keepaliveTime: levels.ms('keepaliveTime'),
    keepaliveMinTimeout: levels.ms('keepaliveMinTimeout'),
    lingeringClose: merged.lingeringClose,
    lingeringTime: levels.ms('lingeringTime'),
    lingeringTimeout: levels.ms('lingeringTimeout'),
    resetTimedoutConnection: levels.on('resetTimedoutConnection'),
    tcpNodelay: levels.on('tcpNodelay'),
  };
}
