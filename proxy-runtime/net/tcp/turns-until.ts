import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/** So many turns of the event loop follow at once, and so many more a millisecond apart. */
const TURNS = 200;
const PAUSES = 500;

/** Lets everything that has come be handled. */
export async function oneTurn(): Promise<void> {
  // What is ready is looked for between the two.
  await turn();
  await turn();
}

/**
 * Waits for what comes by the system's events. Turns are counted, and no time is taken: a process that is stopped or gets no CPU misses
 * nothing.
 *
 * @throws Error when it doesn't come
 */
export async function turnsUntil(come: () => boolean): Promise<void> {
  for (let count = 0; !come(); count++) {
    if (count < TURNS) await turn();
    else if (count < TURNS + PAUSES) await delay(1);
    else throw new Error('nothing came');
  }
}
