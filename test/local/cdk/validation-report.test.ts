import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { failsForWantOfLookups, validationErrorLine } from '../../../lib/local/cdk/validation-report.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeAssembly } from '../support/templates.ts';

describe('failsForWantOfLookups', () => {
  const zones = { key: 'availability-zones:account=1:region=eu-central-1', provider: 'availability-zones' };
  const cases: [string, readonly object[], string | undefined, boolean][] = [
    ['a template is refused in which a lookup is missing', [zones], 'failure', true],
    ['a template is refused that has all its lookups', [], 'failure', false],
    ['no template is refused', [zones], 'success', false],
    ['the app failed before its templates were checked', [zones], undefined, false],
  ];
  for (const [when, missing, conclusion, expected] of cases) {
    test(`${String(expected)} when ${when}`, async () => {
      await using folder = await temporaryFolder();
      await writeAssembly(folder.path, {});
      await writeFile(join(folder.path, 'manifest.json'), JSON.stringify({ artifacts: {}, missing }));
      const report = JSON.stringify({ pluginReports: [{ conclusion }] });
      if (conclusion !== undefined) await writeFile(join(folder.path, 'validation-report.json'), report);
      assert.equal(failsForWantOfLookups(folder.path), expected);
    });
  }

  test('false when there is no assembly', async () => {
    await using folder = await temporaryFolder();
    assert.equal(failsForWantOfLookups(folder.path), false);
    assert.equal(validationErrorLine(folder.path), undefined);
  });
});
