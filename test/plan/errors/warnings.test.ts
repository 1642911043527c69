import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CONFIGURATION_WARNINGS, CONSTRUCT_WARNINGS } from '../../../lib/plan/errors/warnings.ts';
import { root } from '../../support/tools.ts';

/** The texts of the sources that warn, in which the ids stand as they are. */
function sources(pattern: string): string {
  return globSync(pattern, { cwd: root })
    .filter((file) => !file.endsWith('errors/warnings.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
}

test('Each warning of the tables is given somewhere', () => {
  const [ofPlan, ofConstructs] = [sources('lib/plan/**/*.ts'), sources('lib/cdk/**/*.ts')];
  const isGivenBy = (text: string) => (id: string) => text.includes(`'${id}'`);
  assert.deepEqual(Object.keys(CONFIGURATION_WARNINGS).filter(isGivenBy(ofPlan)), Object.keys(CONFIGURATION_WARNINGS));
  assert.deepEqual(Object.keys(CONSTRUCT_WARNINGS).filter(isGivenBy(ofConstructs)), Object.keys(CONSTRUCT_WARNINGS));
});
