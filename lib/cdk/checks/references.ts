/** What is given to a proxy, by what messages call it, to check that the proxy can use it from where it is. */
export interface References {
  /** Constructs, and other things that are none. */
  readonly objects: Readonly<Record<string, unknown>>;
  /** The ids of what has to be in the proxy's VPC. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

/** What is given in the items of a list. */
export function listed(name: string, items: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(items.map((item, index) => [`${name}[${index}]`, item]));
}
