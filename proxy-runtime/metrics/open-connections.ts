/** How many connections somebody has open to clients. */
export interface OpenConnections {
  /** Tunnels included. */
  readonly connections: number;
  readonly tunnels: number;
}

/** As lines of the error log have it. */
export function describeConnections({ connections, tunnels }: OpenConnections): string {
  return `${connections} connections, ${tunnels} of them tunnels`;
}
