import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { generatedPages } from '../../scripts/docs/pages.ts';

for (const { file, text } of await generatedPages()) {
  test(`docs/${basename(file)} is what npm run docs writes`, () => {
    assert.equal(readFileSync(file, 'utf8'), text);
  });
}
