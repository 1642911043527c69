import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './support/tools.ts';

test('SECURITY.md says of what holds which test shows it', () => {
  const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/shown by|---/.test(line));
  assert.ok(rows.length > 20);
  for (const row of rows) {
    const [, shownBy = ''] = /\| `([^`]+)` +\|$/.exec(row) ?? [];
    assert.ok(shownBy.startsWith('test/') && existsSync(join(root, shownBy)), row);
  }
});
