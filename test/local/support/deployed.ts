import { findProxies } from '../../../lib/local/cdk/find-proxies.ts';
import { parseTemplate } from '../../../lib/local/cdk/template.ts';
import type { DeployedProxy } from '../../../lib/local/index.ts';
import { proxyTemplate, type ProxyFixture } from './templates.ts';

/** The proxy of a fixture's template. */
export function deployedProxy(fixture: ProxyFixture = {}): DeployedProxy {
  const [proxy] = findProxies([parseTemplate(proxyTemplate(fixture), { stack: 'ChatStack', stackName: 'ChatStack' })]);
  if (proxy === undefined) throw new Error('the fixture has no proxy');
  return proxy;
}
