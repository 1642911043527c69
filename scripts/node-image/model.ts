import { squash, stretch } from './logistic.ts';

/** Spreads what is multiplied by it over 32 bits. */
const SPREAD = 0x9e3779b1;

/** The last 0 to 4 bytes; the word so far; the two bytes before the last. */
const CONTEXTS = 7;

/** Every context has an opinion, and the repetition. */
const OPINIONS = CONTEXTS + 1;

/** 2 to this power contexts of bits are told apart; those of four bits lie beside each other, which is three times as fast. */
const SLOT_BITS = 23;

/** A context seen more often takes bits in as fast as then: texts change as they go on. */
const OFTEN = 14;

/** How many bytes have to be the same for a repetition, and the most that are counted. */
const SHORTEST = 5;
const LONGEST = 31;

/** Each learns by itself, and their guesses are averaged. */
const MIXERS = 3;

/** How fast a mixer learns whom to trust. */
const LEARNING = 0.006;

export interface Model {
  /** The bytes that were learned, and zeros. */
  readonly bytes: Uint8Array;
  /** The probability that the next bit is 1: more than 0, less than 1. */
  guess(): number;
  /** The next bit is this. */
  learn(bit: number): void;
}

/**
 * Guesses bytes bit by bit, as the PAQ compressors do: by what followed the same bytes before. Each context has an opinion, and a mixer
 * learns whom to trust. Packing and unpacking run the same model, so that only what was not expected takes room: an eighth less than
 * with Brotli. It is one function because it is small when minified.
 *
 * Only + - * / and integers are used, which give the same on every machine.
 *
 * @param length - how many bytes there are
 */
export function createModel(length: number): Model {
  const bytes = new Uint8Array(length);
  let count = 0;
  /** A 1 and the bits of half a byte: of the first, which is 0 until it is known, and of the one that is being learned. */
  let firstHalf = 0;
  let half = 1;
  let last4 = 0;
  let word = 0;
  const hashes = new Int32Array(CONTEXTS);

  /** Where the last bytes were before, and for how many bytes that has held. */
  let repeated = 0;
  let repeats = 0;
  const seenAt = new Int32Array(1 << 16);

  /** Of a context of a bit: the probability of 1, in 65536ths, and how often it was seen. */
  const probabilities = new Uint16Array(1 << SLOT_BITS).fill(1 << 15);
  const seen = new Uint8Array(1 << SLOT_BITS);
  const slots = new Int32Array(CONTEXTS);

  /** Three mixers: by how often each opinion's context was seen, by the bits of the byte so far, by the byte before. */
  const trust = new Float64Array(OPINIONS * 1024).fill(0.3);
  const odds = new Float64Array(MIXERS);
  /** What the last guess was made of: opinions, and for each the places in `trust`. */
  const opinions = new Float64Array(OPINIONS);
  const places = new Int32Array(OPINIONS * MIXERS);

  const add = (index: number, opinion: number, often: number): void => {
    opinions[index] = opinion;
    for (let mixer = 0; mixer < MIXERS; mixer++) {
      const row = mixer === 0 ? 768 + often : mixer === 1 ? firstHalf * 16 + half : 512 + (last4 & 0xff);
      const place = row * OPINIONS + index;
      places[index * MIXERS + mixer] = place;
      odds[mixer] = (odds[mixer] ?? 0) + opinion * (trust[place] ?? 0);
    }
  };

  const guess = (): number => {
    odds.fill(0);
    for (let index = 0; index < CONTEXTS; index++) {
      const hash = Math.imul((hashes[index] ?? 0) + Math.imul(firstHalf, 0x2f0b4c47), SPREAD);
      const slot = ((hash >>> (36 - SLOT_BITS)) << 4) | half;
      slots[index] = slot;
      add(index, stretch(probabilities[slot] ?? 0), seen[slot] ?? 0);
    }
    add(CONTEXTS, repeats > 0 ? repeatedBit() * 8 - 4 : 0, repeats);
    return squash(((odds[0] ?? 0) + (odds[1] ?? 0) + (odds[2] ?? 0)) / MIXERS);
  };

  const repeatedBit = (): number => ((bytes[repeated] ?? 0) >> (Math.clz32(half) - (firstHalf === 0 ? 24 : 28))) & 1;

  const learn = (bit: number): void => {
    for (let index = 0; index < OPINIONS * MIXERS; index++) {
      const place = places[index] ?? 0;
      const mistake = bit - squash(odds[index % MIXERS] ?? 0);
      trust[place] = (trust[place] ?? 0) + mistake * LEARNING * (opinions[(index / MIXERS) | 0] ?? 0);
    }
    for (let index = 0; index < CONTEXTS; index++) {
      const slot = slots[index] ?? 0;
      const probability = probabilities[slot] ?? 0;
      const often = seen[slot] ?? 0;
      probabilities[slot] = probability + (bit * 65535 - probability) / (often + 1.15);
      if (often < OFTEN) seen[slot] = often + 1;
    }
    if (repeatedBit() !== bit) repeats = 0;
    half = half * 2 + bit;
    if (half < 16) return;
    if (firstHalf > 0) nextByte((firstHalf & 15) * 16 + (half & 15));
    firstHalf = firstHalf === 0 ? half : 0;
    half = 1;
  };

  const nextByte = (byte: number): void => {
    bytes[count++] = byte;
    last4 = (last4 << 8) | byte;
    word = /[\w$]/.test(String.fromCharCode(byte)) ? Math.imul(word + byte, SPREAD) : 0;
    [0, last4 & 0xff, last4 & 0xffff, last4 & 0xffffff, last4, word, last4 & 0xffff00].forEach((context, index) => {
      hashes[index] = Math.imul(context + 1, SPREAD + index * 0x11223344) + index;
    });
    findRepetition();
  };

  const findRepetition = (): void => {
    let hash = 0;
    for (let back = 1; back <= SHORTEST; back++) hash = Math.imul(hash + (bytes[count - back] ?? 0) + 1, SPREAD);
    hash >>>= 16;
    if (repeats > 0) {
      repeated++;
      if (repeats < LONGEST) repeats++;
    } else {
      repeated = seenAt[hash] ?? 0;
      while (repeats < LONGEST && repeats < repeated && bytes[repeated - 1 - repeats] === bytes[count - 1 - repeats]) {
        repeats++;
      }
    }
    seenAt[hash] = count;
  };

  return { bytes, guess, learn };
}
