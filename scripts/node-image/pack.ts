import { BASE, DIGITS, FIRST, PLACES } from './digits.ts';
import { createModel } from './model.ts';

/** Packs bytes as a text that needs no escaping, by arithmetic coding: every bit narrows an interval, and the text is a number within. */
export function pack(bytes: Uint8Array): string {
  const model = createModel(bytes.length);
  let low = 0;
  let high = BASE ** PLACES - 1;
  let text = '';
  for (const byte of bytes) {
    for (let place = 7; place >= 0; place--) {
      const bit = (byte >> place) & 1;
      const split = low + Math.floor((high - low) * model.guess());
      if (bit === 1) high = split;
      else low = split + 1;
      model.learn(bit);
      while (Math.floor(low / FIRST) === Math.floor(high / FIRST)) {
        text += digit(low / FIRST);
        low = (low % FIRST) * BASE;
        high = (high % FIRST) * BASE + BASE - 1;
      }
    }
  }
  for (let place = 0; place < PLACES; place++) {
    text += digit(low / FIRST);
    low = (low % FIRST) * BASE;
  }
  return text;
}

function digit(value: number): string {
  return DIGITS.charAt(Math.floor(value));
}
