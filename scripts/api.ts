/** `npm run api`: writes the reports of the public API, `etc/*.api.md`, which a test compares and reviews read as a diff. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiReports } from './api/reports.ts';

const root = join(import.meta.dirname, '..');
const temporary = mkdtempSync(join(tmpdir(), 'wsproxy-api-'));
try {
  const reports = apiReports(root, join(root, 'node_modules/@types'), temporary);
  for (const { name, text } of reports) writeFileSync(join(root, 'etc', name), text);
} finally {
  rmSync(temporary, { recursive: true });
}
