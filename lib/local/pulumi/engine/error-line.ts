/** Errors whose name says nothing. */
const PLAIN = new Set(['Error', 'PlanError', 'ResourceError', 'RunError', 'ConfigMissingError']);

/** What an error of the program says is wrong. */
export function errorLineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return PLAIN.has(error.name) ? error.message : `${error.name}: ${error.message}`;
}

/** Whether an error is for the program's author to read, and needs no place in the code: Pulumi marks those. */
export function hidesStack(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { hideStack, __pulumiRunError } = error as {
    readonly hideStack?: unknown;
    readonly __pulumiRunError?: unknown;
  };
  return hideStack === true || __pulumiRunError === true;
}
