/** Another configuration that could be put into force: everything it needs is there. Exactly one of the two must be called. */
export interface Change {
  readonly commit: () => void | Promise<void>;
  /** Gives up what it has taken. */
  readonly abandon: () => void | Promise<void>;
}

/** Puts several changes into force together, or none of them. @throws what the first one failed with */
export async function prepareAll(preparing: readonly (() => Promise<Change>)[]): Promise<Change> {
  const changes: Change[] = [];
  const all = (what: keyof Change) => async (): Promise<void> => {
    for (const change of changes) await change[what]();
  };
  try {
    for (const prepare of preparing) changes.push(await prepare());
  } catch (error) {
    await all('abandon')();
    throw error;
  }
  return { commit: all('commit'), abandon: all('abandon') };
}
