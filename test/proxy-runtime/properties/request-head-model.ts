/** A request head in its parts. */
export interface HeadParts {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  /** Names and values as they are written; a value may have spaces around it. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What the parser is to make of it. */
export interface HeadMeaning {
  readonly method: string;
  readonly target: string;
  readonly authority: string | undefined;
  readonly version: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly contentLength: number | undefined;
  readonly chunked: boolean;
}

const ONCE = ['host', 'content-length', 'transfer-encoding', 'expect', 'authorization', 'if-match'];

/** nginx's rules, said once more without a thought of bytes and buffers: the meaning, or the status of the refusal. */
export function modelHead({ method, target, version, headers }: HeadParts): HeadMeaning | number {
  if (!/^[A-Z_-]+$/.test(method)) return 400;
  if (/[\0-\x20\x7f]/.test(target)) return 400;
  const minor = /^HTTP\/1\.(\d)$/.exec(version)?.[1];
  if (minor === undefined) return /^HTTP\/[2-9]\.\d$/.test(version) ? 505 : 400;
  const connect = method === 'CONNECT' && /^[a-z.]+:\d+$/i.test(target);
  const absolute = /^[a-z]+:\/\/([a-z0-9.-]+(?::\d*)?|\[[^\]%]+\])((?:[/?].*)?)$/i.exec(target);
  if (!connect && ((absolute === null && !target.startsWith('/')) || method === 'CONNECT')) return 400;
  if (target.includes('%zz')) return 400;

  const values = new Map<string, string>();
  const kept: [string, string][] = [];
  for (const [name, written] of headers) {
    const key = name.toLowerCase();
    const value = written.replace(/^ +| +$/g, '');
    if (name === '' || /[\0-\x20\x7f]/.test(name) || /[\0\r]/.test(value)) return 400;
    if (!/^[a-z0-9-]+$/i.test(name)) continue;
    if (ONCE.includes(key) && values.has(key)) return 400;
    if (key === 'host' && (!/^[a-z0-9.-]+(:\d*)?$/i.test(value) || value.includes('..'))) return 400;
    values.set(key, value);
    kept.push([name, value]);
  }

  if (minor !== '0' && !values.has('host')) return 400;
  const coding = values.get('transfer-encoding');
  const length = values.get('content-length');
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return 400;
  if (coding !== undefined && minor === '0') return 400;
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') return 501;
  if (coding !== undefined && length !== undefined) return 400;
  if (method === 'TRACE' || connect) return 405;
  const path = absolute?.[2] ?? target;
  return {
    method,
    target: path.startsWith('/') ? path : `/${path}`,
    authority: absolute?.[1],
    version: minor === '0' ? 10 : 11,
    headers: kept,
    contentLength: length === undefined ? undefined : Number(length),
    chunked: coding !== undefined,
  };
}
