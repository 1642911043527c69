/** Tables have 256 steps for one unit of log odds, from -8 to 8. */
const STEPS = 4096;

/** e^(1/256). Math.exp need not give the same on every machine, a product does. */
const GROWTH = 1.003913889338348;

/** Probabilities by log odds. */
const squashed = new Float64Array(STEPS);

/** Log odds by probability, in 4096ths. */
const stretched = new Float64Array(STEPS);

for (let step = 0, odds = 1; step < STEPS / 2; step++, odds *= GROWTH) {
  squashed[STEPS / 2 + step] = odds / (1 + odds);
  squashed[STEPS / 2 - step] = 1 / (1 + odds);
}
for (let step = 0, index = 0; index < STEPS; index++) {
  while (step < STEPS - 1 && (squashed[step] ?? 0) * STEPS < index) step++;
  stretched[index] = step / 256 - 8;
}

/** The probability that has these log odds: more than 0, less than 1. */
export function squash(odds: number): number {
  return squashed[Math.min(Math.max((odds + 8) * 256, 1), STEPS - 1) | 0] ?? 0;
}

/** The log odds of a probability in 65536ths. */
export function stretch(probability: number): number {
  return stretched[probability >> 4] ?? 0;
}
