import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const MAGIC = /[*?[]/;

/** Whether an `include` means all files that match. */
export function isPattern(path: string): boolean {
  return MAGIC.test(path);
}

/** The files that match, as glob(3) lists them: in the order of their bytes, and without hidden ones unless the pattern names the dot. */
export function glob(pattern: string): string[] {
  const [first = '', ...rest] = pattern.split('/');
  let found = [first === '' ? '/' : ''];
  for (const segment of first === '' ? rest : [first, ...rest]) {
    found = found.flatMap((folder) => {
      if (!isPattern(segment)) return existsSync(join(folder, segment)) ? [join(folder, segment)] : [];
      const matches = toRegExp(segment);
      return list(folder)
        .filter((name) => matches.test(name) && (segment.startsWith('.') || !name.startsWith('.')))
        .map((name) => join(folder, name));
    });
  }
  return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder === '' ? '.' : folder);
  } catch {
    return [];
  }
}

function toRegExp(segment: string): RegExp {
  const source = segment.replaceAll(/\[([!^]?)([^\]]+)\]|[*?]|[^*?]/g, (part, negated?: string, set?: string) => {
    if (set !== undefined) return `[${negated === '' ? '' : '^'}${set.replaceAll(/[\\^\]]/g, String.raw`\$&`)}]`;
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replace(/[.+^${}()|[\]\\]/, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`, 's');
}
