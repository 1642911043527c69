import type { ProxyConfig } from '../../../proxy-runtime/index.ts';
import type { BackendRoute } from '../backends/route.ts';
import type { DeployedProxy } from '../deployed/deployed-proxy.ts';

/** What is to run: a deployed proxy, and its configuration with the backends of this machine. */
export interface ProxyVersion {
  readonly deployed: DeployedProxy;
  readonly config: ProxyConfig;
  readonly routes: readonly BackendRoute[];
}
