import type { Connection } from './connection.ts';
import { Pace } from './pace.ts';
import type { BackendStep, Step } from './step.ts';

/** Does a backend's script on one of its connections, up to the first step that fails. */
export async function runScript(
  script: readonly BackendStep[],
  connection: Connection,
  pace = new Pace(),
): Promise<void> {
  for (const step of script) {
    if (step.repeat === undefined) {
      if (!(await goesOn(step, connection, pace))) return;
    } else {
      await runScript(step.repeat, connection, pace);
      await repeat(step.repeat, connection, pace);
    }
  }
}

/** Goes on while there is what the steps wait for; that there is no more of it is no failure. */
async function repeat(steps: readonly Step[], connection: Connection, pace: Pace): Promise<void> {
  for (;;) {
    const failures = connection.errors.length;
    await runScript(steps, connection, pace);
    if (connection.errors.length > failures) {
      connection.errors.length = failures;
      return;
    }
  }
}

/** Does one step on a connection, and tells whether the script goes on. */
export async function goesOn(step: Step, connection: Connection, pace: Pace): Promise<boolean> {
  if (step.sleep !== undefined) await pace.sleep(step.sleep);
  else if (step.send !== undefined) await connection.send(step.send);
  else {
    const done = await runStep(step, connection);
    pace.restart();
    return done || step.optional;
  }
  return true;
}

async function runStep(step: Step, connection: Connection): Promise<boolean> {
  const { timeout } = step;
  if (step.expect !== undefined) return await connection.expect(step.expect, timeout);
  if (step.expectBytes !== undefined) return await connection.expectBytes(step.expectBytes, timeout);
  if (step.expectClose) return await connection.expectClose(timeout);
  if (step.sendUntilBlocked !== undefined) await connection.sendUntilBlocked(step.sendUntilBlocked, timeout);
  else if (step.shutdownWrite) connection.shutdownWrite();
  else if (step.close) connection.destroy();
  else if (step.rst) connection.reset();
  else if (step.pauseRead) connection.pause();
  else if (step.resumeRead) connection.resume();
  return true;
}
