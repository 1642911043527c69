import { ERRORS, type ErrorEntry } from '../../lib/plan/errors/error-codes.ts';
import { CONFIGURATION_WARNINGS, CONSTRUCT_WARNINGS } from '../../lib/plan/errors/warnings.ts';
import { code } from './markdown.ts';

/** The page of everything that is refused before it is deployed. */
export function errorsPage(): string {
  const entries = Object.entries<ErrorEntry>(ERRORS).map(
    ([name, { symptom, cause, wayOut }]) => `## ${code(name)}

${symptom}

**Cause.** ${cause}

**Way out.** ${wayOut}`,
  );
  return `# Errors

What can not work is refused before it is deployed, by a ${code('PlanError')}: in one line with the place, what is wrong, the limit and whose it is, and the way
out. Its ${code('code')} stays the same in every version, for tests and for scripts:

\`\`\`ts
import { PlanError } from 'websocket-proxy-constructs/cdk';

function isLimit(error: unknown): boolean {
  return error instanceof PlanError && error.code === 'WSPROXY_LIMIT';
}
\`\`\`

${entries.join('\n\n')}

# Warnings

What is legal but may not be meant is warned of. In CDK a warning is acknowledged by its id:

\`\`\`ts
import { Annotations } from 'aws-cdk-lib';
import type { WebSocketProxy } from 'websocket-proxy-constructs/cdk';

function acknowledge(proxy: WebSocketProxy): void {
  Annotations.of(proxy).acknowledgeWarning('websocket-proxy-constructs:publicWithoutTls');
}
\`\`\`

An id of ${code('nginxConf…')} is ${code('backend…')} where a directive of a backend is warned of.

| id | what |
| --- | --- |
${warningRows(CONSTRUCT_WARNINGS)}
${warningRows(CONFIGURATION_WARNINGS, 'nginxConf')}
`;
}

function warningRows(warnings: Readonly<Record<string, string>>, prefix = ''): string {
  return Object.entries(warnings)
    .map(([id, text]) => `| ${code(`${prefix}${id}`)} | ${text} |`)
    .join('\n');
}
