import { Token } from 'aws-cdk-lib';
import { parseBackendUrl, PlanError, type BackendTarget } from '../../plan/index.ts';
import { isPendingLookup, withNumberTokens } from '../tokens/tokens.ts';

/** The target that a URL names. */
export function urlTarget(url: string): BackendTarget {
  if (isPendingLookup(url)) {
    const scheme = /^https:/i.test(url) ? 'https' : 'http';
    return { scheme, host: 'pending-lookup', port: '80' };
  }
  const withTokens = withNumberTokens(url);
  if (Token.isUnresolved(withTokens) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(withTokens)) {
    throw new PlanError(
      'WSPROXY_KNOWN_LATE',
      `the backend URL '${url}' is known to the deployment only, but its scheme decides how the backend is asked; write http:// or https:// in front of what may be a token: the host, the port, the path`,
    );
  }
  return parseBackendUrl(withTokens, (part) => !Token.isUnresolved(part));
}
