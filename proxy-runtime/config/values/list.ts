/** Whether a value is a list of several: `Array.isArray` does not see that a readonly one is. */
export function isList<T>(value: T): value is Extract<T, readonly unknown[]> {
  return Array.isArray(value);
}
