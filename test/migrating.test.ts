import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MOVED, placeNow } from '../lib/plan/props/moved.ts';

const PAGE = join(import.meta.dirname, '..', 'docs', 'migrating.md');

test('docs/migrating.md has every prop of 0.1 that is elsewhere now', () => {
  const rows = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => /^\| .*(?:LoadBalancing|Compute|Scaling)\.\w+\(/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const code = (text: string | undefined): string => (text === undefined ? '' : `\`${text}\``);
  assert.deepEqual(
    rows,
    MOVED.map((moved) => {
      const [cdk, pulumi] = [placeNow(moved, 'cdk'), placeNow(moved, 'pulumi')];
      const other = cdk === pulumi ? '' : `, in Pulumi ${code(pulumi)}`;
      const now = moved.cdk === undefined ? code(pulumi) : `${code(cdk)}${other}`;
      return [code(moved.cdk), code(moved.pulumi), `${now}${moved.opposite ? '; the opposite in Pulumi' : ''}`];
    }),
  );
});
