import type { ListenConfig } from '../../../proxy-runtime/config/index.ts';
import type { PlacedServer } from './levels.ts';

/** A server block, and how it listened. */
export interface Block extends PlacedServer {
  /** Those that clients reach. */
  readonly outer: readonly ListenConfig[];
  /** Those of the task's own, `127.0.0.1:…`: one server of a configuration can be the backend of another. */
  readonly inner: readonly ListenConfig[];
  /** What it does, if it listens without ssl and only sends http to https. */
  readonly redirect: HttpsRedirect | undefined;
}

/** What a server that only sends http to https does. */
export interface HttpsRedirect {
  /** The URLs it sends to, as they are written. */
  readonly urls: readonly string[];
  readonly targets: readonly RedirectTarget[];
}

/** Where a redirect goes. */
export interface RedirectTarget {
  /** In lower case; `$host` if it is the request's, else with the variables it has, and with a port that is not https's own. */
  readonly host: string;
  readonly sameUri: boolean;
}
