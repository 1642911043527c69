/** Where a proxy listens, and where its backend does: all on 127.0.0.1. */
export interface Ports {
  readonly proxy: number;
  readonly backend: number;
  /** For a proxy that has metrics. */
  readonly health: number;
}

/** A proxy that can be measured. */
export interface Peer {
  /** Its name for `--peers`, and in the report. */
  readonly name: string;
  readonly version: string;
  /** The rows that have it; the others cost it what they cost another one. @default - all */
  readonly rows?: readonly string[];
  /** Its processes that take connections; each has a core if there are enough. @default 1 */
  readonly workers?: number;
  /** The path on the health port that says 200 while it is healthy; undefined for a proxy that has none. */
  readonly healthPath?: string;
  /** Whether `/metrics` on the health port tells the tunnels of each worker. @default false */
  readonly hasMetrics?: boolean;
  /** Its command line, in the foreground; its files go into `folder`. */
  command(ports: Ports, folder: string): readonly string[];
}
