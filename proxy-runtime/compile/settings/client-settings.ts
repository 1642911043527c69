import { CLIENT } from '../../config/directives/client.ts';
import type { DefaultedDirectives } from '../../config/defaults.ts';
import type { ClientDirectives } from '../../config/types.ts';
import type { Levels, PreparedDirectives } from './levels.ts';

/** Directives of the client's connection as the engine uses them: milliseconds, bytes, booleans. */
export type ClientSettings = PreparedDirectives<ClientDirectives, typeof CLIENT>;

export function clientSettings(levels: Levels<DefaultedDirectives>): ClientSettings {
  return levels.prepared<ClientDirectives, typeof CLIENT>(CLIENT);
}
