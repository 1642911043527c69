import type { DeployedProxy } from '../deployed/deployed-proxy.ts';
import type { AppSource } from './app-source.ts';
import { readCloudAssembly } from './cloud-assembly.ts';
import { findProxies } from './find-proxies.ts';
import { synthesize, type SynthesizeOptions } from './synthesize.ts';

/**
 * The proxies that an app would deploy: synthesizes it, unless it is synthesized already.
 *
 * @throws SynthesisError when the app fails
 * @throws InputError when the assembly can't be used
 */
export async function readCdkApp(
  source: AppSource,
  options: SynthesizeOptions = {},
): Promise<readonly DeployedProxy[]> {
  const read = async (assembly: string): Promise<readonly DeployedProxy[]> =>
    findProxies(await readCloudAssembly(assembly));
  return source.kind === 'assembly' ? read(source.directory) : synthesize(source, read, options);
}
