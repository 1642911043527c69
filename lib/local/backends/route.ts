import type { DeployedBackend } from './deployed-command.ts';

/** Where the requests of a backend's locations go on this machine. */
export interface BackendRoute {
  readonly backend: DeployedBackend;
  /** The backend's address on this machine; undefined when the backend is not mapped. */
  readonly url: URL | undefined;
  /** The command that was started for it, if any. */
  readonly command: string | undefined;
}
