/** A character that sorts behind those of a path, so that what begins with a location comes before it. */
const LAST = '\uffff';

/**
 * Locations in an order of their own, which that of a program doesn't change: regular expressions, which nginx tries one after the other, stay
 * in the order they are in, after all others, of which nginx takes the longest wherever it stands.
 */
export function inOrder<T>(locations: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const entries = Object.entries(locations);
  const isRegex = ([key]: readonly [string, T]): boolean => key.startsWith('~');
  const others = entries
    .filter((entry) => !isRegex(entry))
    .toSorted(([one], [other]) => (one + LAST < other + LAST ? -1 : 1));
  return Object.fromEntries([...others, ...entries.filter(isRegex)]);
}
