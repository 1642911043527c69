import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asArray, asObject, asString, type JsonObject } from '../deployed/json.ts';

/**
 * What CDK refuses in the templates of an assembly: the first finding, and how many more there are. The app's last words are only where
 * the report is, which is gone with the assembly.
 */
export function validationErrorLine(directory: string): string | undefined {
  const findings = readReport(directory)
    .filter(({ conclusion }) => conclusion === 'failure')
    .flatMap(({ violations }) => asArray(violations).map(asObject))
    .filter(({ severity }) => severity === 'error' || severity === 'fatal');
  const [first, ...others] = findings;
  if (first === undefined) return undefined;
  const places = asArray(first['violatingConstructs']).map((place) => asString(asObject(place)['constructPath']));
  const text = [places[0], asString(first['description'])].filter((part) => part !== undefined).join(': ');
  return others.length === 0 ? text : `${text} (and ${others.length} more)`;
}

/**
 * Whether an app may have failed only because what is in the account is not looked up yet: CDK goes on with ids that its own rules for
 * templates refuse. The CDK CLI looks it up and runs the app again.
 */
export function failsForWantOfLookups(directory: string): boolean {
  return (
    asArray(readJson(directory, 'manifest.json')['missing']).length > 0 &&
    readReport(directory).some(({ conclusion }) => conclusion === 'failure')
  );
}

/** The report on each set of rules; CDK writes it after all templates. */
function readReport(directory: string): readonly JsonObject[] {
  return asArray(readJson(directory, 'validation-report.json')['pluginReports']).map(asObject);
}

function readJson(directory: string, name: string): JsonObject {
  const file = join(directory, name);
  return existsSync(file) ? asObject(JSON.parse(readFileSync(file, 'utf8'))) : {};
}
