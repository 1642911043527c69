import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from './fault.ts';

/** Milliseconds between tries: together less than the grace period of a service's health checks. */
const PAUSES = [250, 500, 1000, 2000, 4000, 8000, 8000];

/**
 * Downloads something until it is what its digest says, with pauses in which what is passing passes.
 *
 * @param sha256 - hexadecimal
 * @throws Error of the last try
 */
export async function download(
  read: () => Promise<Buffer>,
  sha256: string,
  pauses: readonly number[] = PAUSES,
): Promise<Buffer> {
  for (const pause of [...pauses, undefined]) {
    try {
      return checked(await read(), sha256);
    } catch (error) {
      if (pause === undefined || !(error instanceof Fault) || !error.passing) throw error;
      // All tasks of a deployment start together.
      await delay(pause * (0.5 + Math.random()));
    }
  }
  throw new Error('unreachable');
}

function checked(content: Buffer, sha256: string): Buffer {
  const digest = createHash('sha256').update(content).digest('hex');
  if (digest === sha256) return content;
  throw new Fault(
    `it has the SHA-256 ${digest}, but ${sha256} was deployed; somebody has changed the object, deploy again`,
    { passing: false },
  );
}
