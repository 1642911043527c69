import { LoadRun } from '../load/load-run.ts';
import type { Ports } from '../peers/peer.ts';
import { OPENINGS_IN_FLIGHT } from './row.ts';

/** Opens tunnels that carry one message and its echo, and stay open until the run is disposed of; `go` sends one more message on each. */
export async function openIdleTunnels(program: string, ports: Ports, connections: number): Promise<LoadRun> {
  const load = new LoadRun(program, ports, { connections, inFlight: OPENINGS_IN_FLIGHT, warm: 0, seconds: 0 });
  await load.ready();
  return load;
}

/** Opens tunnels, uses each once and closes it, one after the other. */
export async function openAndClose(program: string, ports: Ports, openings: number): Promise<void> {
  const options = { connections: 0, churn: OPENINGS_IN_FLIGHT, openings, warm: 0, seconds: 0 };
  await using load = new LoadRun(program, ports, options);
  await load.ready();
  await load.go();
}
