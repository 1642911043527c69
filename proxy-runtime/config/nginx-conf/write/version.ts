/** Whether a version of nginx, such as `1.22` or `1.29.8`, is older than another. */
export function isOlder(version: string, than: string): boolean {
  const left = numbers(version);
  const right = numbers(than);
  const differs = right.findIndex((number, index) => number !== (left[index] ?? 0));
  return differs >= 0 && (left[differs] ?? 0) < (right[differs] ?? 0);
}

function numbers(version: string): number[] {
  return version.split('.').map(Number);
}
