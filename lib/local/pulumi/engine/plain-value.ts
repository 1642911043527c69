/** The key by which Pulumi marks an object as a value of a special kind, and the mark of a secret. */
const KIND = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** Inputs as JSON has them: secrets are unwrapped, and what is no data (a resource, an asset) is left out. */
export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = value as Readonly<Record<string, unknown>>;
  if (entries[KIND] === SECRET) return plainValue(entries['value']);
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  return Object.fromEntries(Object.entries(entries).map(([key, item]) => [key, plainValue(item)]));
}
