import type { LocationConfig, LocationDirectives, ProxyConfig, ServerConfig } from '../../types.ts';
import type { Writing } from './writing.ts';

/** A level: http, a server or a location. */
export type Level = LocationDirectives | ProxyConfig | ServerConfig | LocationConfig;

/** Where directives are written. */
export interface Scope {
  readonly writing: Writing;
  readonly kind: 'http' | 'server' | 'location';
  readonly level: Level;
  /** The levels around it, the outermost first. */
  readonly outer: readonly Level[];
}

/** What the levels around say of a directive. */
export function inherited<K extends keyof LocationDirectives>(scope: Scope, key: K): LocationDirectives[K] {
  return (scope.outer as readonly LocationDirectives[]).findLast((level) => level[key] !== undefined)?.[key];
}
