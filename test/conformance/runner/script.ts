import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import type { BackendStep, Step } from './step.ts';

/** Does a backend's script on one of its connections, up to the first step that fails. */
export async function runScript(script: readonly BackendStep[], connection: Connection): Promise<void> {
  for (const step of script) {
    if (step.repeat === undefined) {
      if (!(await goesOn(step, connection))) return;
    } else {
      await runScript(step.repeat, connection);
      await repeat(step.repeat, connection);
    }
  }
}

/** Goes on while there is what the steps wait for; that there is no more of it is no failure. */
async function repeat(steps: readonly Step[], connection: Connection): Promise<void> {
  for (;;) {
    const failures = connection.errors.length;
    await runScript(steps, connection);
    if (connection.errors.length > failures) {
      connection.errors.length = failures;
      return;
    }
  }
}

/** Does one step on a connection, and tells whether the script goes on. */
export async function goesOn(step: Step, connection: Connection): Promise<boolean> {
  return (await runStep(step, connection)) || step.optional;
}

async function runStep(step: Step, connection: Connection): Promise<boolean> {
  const { timeout } = step;
  if (step.expect !== undefined) return await connection.expect(step.expect, timeout);
  if (step.expectBytes !== undefined) return await connection.expectBytes(step.expectBytes, timeout);
  if (step.expectClose) return await connection.expectClose(timeout);
  if (step.send !== undefined) await connection.send(step.send);
  else if (step.sleep !== undefined) await delay(step.sleep);
  else if (step.sendUntilBlocked !== undefined) await connection.sendUntilBlocked(step.sendUntilBlocked, timeout);
  else if (step.shutdownWrite) connection.shutdownWrite();
  else if (step.close) connection.destroy();
  else if (step.rst) connection.reset();
  else if (step.pauseRead) connection.pause();
  else if (step.resumeRead) connection.resume();
  return true;
}
