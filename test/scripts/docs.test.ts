import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { generatedPages } from '../../scripts/docs/pages.ts';

const ROOT = join(import.meta.dirname, '../..');

for (const { file, text } of await generatedPages()) {
  test(`${relative(ROOT, file)} is what npm run docs writes`, () => {
    assert.equal(readFileSync(file, 'utf8'), text);
  });
}
