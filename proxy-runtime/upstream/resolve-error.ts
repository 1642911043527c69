/** nginx's numbers and words, by Node's code. */
const REASONS: Readonly<Record<string, readonly [number, string]>> = {
  EFORMERR: [1, 'Format error'],
  ESERVFAIL: [2, 'Server failure'],
  EAI_AGAIN: [2, 'Server failure'],
  ENOTFOUND: [3, 'Host not found'],
  ENODATA: [3, 'Host not found'],
  EBADNAME: [3, 'Host not found'],
  EAI_NODATA: [3, 'Host not found'],
  EAI_NONAME: [3, 'Host not found'],
  ENOTIMP: [4, 'Unimplemented'],
  EREFUSED: [5, 'Operation refused'],
  ETIMEOUT: [110, 'Operation timed out'],
  ECONNREFUSED: [111, 'Connection refused'],
};

/** A name for which there is no address; the message is nginx's. */
export class ResolveError extends Error {
  override readonly name = 'ResolveError';
  /** There is no such name, or it has no address: an answer, not the lack of one. */
  readonly notFound: boolean;

  private constructor(message: string, notFound: boolean, cause?: unknown) {
    super(message, { cause });
    this.notFound = notFound;
  }

  /** @param error - what Node's resolver threw */
  static from(host: string, error: unknown): ResolveError {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const [number, reason] = REASONS[code] ?? [2, code];
    return new ResolveError(`${host} could not be resolved (${number}: ${reason})`, number === 3, error);
  }

  static timedOut(host: string): ResolveError {
    return new ResolveError(`${host} could not be resolved (110: Operation timed out)`, false);
  }

  static noResolver(host: string): ResolveError {
    return new ResolveError(`no resolver defined to resolve ${host}`, false);
  }
}
