import { ERRORS, type ErrorEntry } from '../../lib/plan/errors/error-codes.ts';
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
`;
}
