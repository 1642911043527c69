import { BASE, DIGITS, FIRST, PLACES } from './digits.ts';
import { createModel } from './model.ts';

/** What `pack` packed. */
export function unpack(text: string, length: number): Uint8Array {
  const model = createModel(length);
  let at = 0;
  const next = (): number => DIGITS.indexOf(text.charAt(at++));
  let low = 0;
  let high = BASE ** PLACES - 1;
  let code = 0;
  while (at < PLACES) code = code * BASE + next();
  for (let bits = 0; bits < length * 8; bits++) {
    const split = low + Math.floor((high - low) * model.guess());
    const bit = code <= split ? 1 : 0;
    if (bit === 1) high = split;
    else low = split + 1;
    model.learn(bit);
    while (Math.floor(low / FIRST) === Math.floor(high / FIRST)) {
      low = (low % FIRST) * BASE;
      high = (high % FIRST) * BASE + BASE - 1;
      code = (code % FIRST) * BASE + next();
    }
  }
  return model.bytes;
}
