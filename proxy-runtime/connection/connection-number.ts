/** The number of the latest connection. */
let latest: BigInt64Array = new BigInt64Array(1);

/** Numbers connections together with others who have this memory, so that a number is one connection's whichever worker has it. */
export function shareConnectionNumbers(memory: SharedArrayBuffer): void {
  latest = new BigInt64Array(memory);
}

export function connectionNumbersMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
}

/** nginx's `$connection`: from 1 on. */
export function nextConnectionNumber(): number {
  return Number(Atomics.add(latest, 0, 1n)) + 1;
}
