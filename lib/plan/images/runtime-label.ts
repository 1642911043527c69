import { VERSION } from '../../../proxy-runtime/config/index.ts';

/** By this Docker label a container of ours is known, whatever its image; the value is the version of its configuration. */
export const RUNTIME_LABELS: Readonly<Record<string, string>> = { 'websocket-proxy-constructs.runtime': VERSION };
