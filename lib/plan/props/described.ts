const LONGEST_TEXT = 60;

/** What a value is, in a few words and one line, as in `image is 'nginx:latest'`. */
export function described(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isNaN(value) ? 'NaN' : `the number ${value}`;
    case 'function':
      return String(value).startsWith('class') ? `the class ${value.name}` : 'a function';
    case 'object':
      return value === null ? 'null' : describedObject(value);
    default:
      return String(value);
  }
}

/** Whether a value is an object of no class, whichever realm it is of: Jest's tests run in one of their own. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function quoted(text: string): string {
  const cut = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return `'${JSON.stringify(cut).slice(1, -1).replaceAll('\\"', '"')}'`;
}

function describedObject(value: object): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isPlainObject(value)) return Object.keys(value).length === 0 ? 'an empty object' : 'an object';
  const name = (value as { readonly constructor?: { readonly name?: unknown } }).constructor?.name;
  if (typeof name !== 'string' || name === '') return 'an object';
  // The build of aws-cdk-lib has a FargateService2 for a FargateService.
  const known = name.replace(/(?<=[a-z])2$/, '');
  return `${/^[AEIO]/.test(known) ? 'an' : 'a'} ${known}`;
}
