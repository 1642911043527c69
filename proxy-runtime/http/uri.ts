/** nginx's normalized URI (`$uri`) and its arguments (`$args`). */
export interface NormalizedUri {
  readonly path: string;
  /** Undefined where the target has no `?`. */
  readonly args: string | undefined;
  /** Whether the path had `%XX`: as nginx, we escape it again only then. */
  readonly quoted: boolean;
}

/** Where there is none. */
export const NO_URI: NormalizedUri = { path: '', args: undefined, quoted: false };

/** Of a target that can't be normalized. */
export const BAD_URI: NormalizedUri = { ...NO_URI };

/**
 * Decodes and resolves a request target as nginx does to find its location: `%XX` once, `//` to `/` if `mergeSlashes`, then `.` and `..`.
 *
 * @returns undefined for a target nginx refuses: above the root, `%00`, a broken escape
 */
export function normalizeUri(target: string, mergeSlashes: boolean): NormalizedUri | undefined {
  const fragment = target.indexOf('#');
  const whole = fragment < 0 ? target : target.slice(0, fragment);
  const mark = whole.indexOf('?');
  const path = mark < 0 ? whole : whole.slice(0, mark);
  const args = mark < 0 ? undefined : whole.slice(mark + 1);
  if (!/%|\/\/|\/\./.test(path)) return { path, args, quoted: false };
  const decoded = decode(path);
  const resolved = decoded === undefined ? undefined : resolveDots(decoded, mergeSlashes);
  return resolved === undefined ? undefined : { path: resolved, args, quoted: path.includes('%') };
}

function decode(path: string): string | undefined {
  if (/%(?![0-9a-f]{2})|%00/i.test(path)) return undefined;
  return path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function resolveDots(path: string, mergeSlashes: boolean): string | undefined {
  const segments = path.slice(1).split('/');
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..' && kept.pop() === undefined) return undefined;
    if (segment === '.' || segment === '..' || (segment === '' && mergeSlashes)) {
      if (last) kept.push('');
    } else {
      kept.push(segment);
    }
  }
  return `/${kept.join('/')}`;
}

/** Escapes a normalized path again, so that it can stand in a request line: nginx's set of characters. */
export function escapeUri(path: string): string {
  return path.replace(
    /[\0-\x20"#%<>?\\^`{|}\x7f-\xff]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
