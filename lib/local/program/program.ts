import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openCdkApp } from '../cdk/program.ts';
import type { DeployedProxy } from '../deployed/deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import { openPulumiProgram } from '../pulumi/program.ts';
import { findProjectFile } from '../pulumi/project.ts';
import type { Program, ProgramSource } from './program-source.ts';

/** Options of opening a program. */
export interface OpenOptions {
  /** CDK context or Pulumi configuration, on top of the program's own. @default {} */
  readonly context?: Readonly<Record<string, string>>;
  /** The Pulumi stack whose configuration is used. @default - the only one that has a file, or `dev` */
  readonly stack?: string | undefined;
}

/**
 * Opens a CDK app (a directory with a cdk.json, an app file, or a synthesized cdk.out) or a Pulumi program (a directory with a Pulumi.yaml).
 *
 * @throws {@link InputError} when `app` is none of these
 */
export function openProgram(app: string, options: OpenOptions = {}): Program {
  const source = openSource(app, options);
  return {
    ...source,
    read: async (readOptions) => {
      const [first, ...others] = await source.read(readOptions);
      if (first === undefined) throw new InputError(`${app}: there is no WebSocketProxy in what it deploys`);
      return [first, ...others];
    },
  };
}

function openSource(app: string, { context = {}, stack }: OpenOptions): ProgramSource {
  // A directory may have both; then Pulumi.yaml must be named
  const project = existsSync(join(app, 'cdk.json')) ? undefined : findProjectFile(app);
  if (project !== undefined) return openPulumiProgram(app, project, { stack, config: context });
  const source = openCdkApp(app, context);
  if (stack !== undefined)
    throw new InputError(`--stack: ${app} is a CDK app, but stacks are chosen for Pulumi programs`);
  return source;
}

/**
 * Picks one proxy by its path (`ChatStack/Proxy`), or the end of it (`Proxy`).
 *
 * @throws {@link InputError} when there is no such proxy, or more than one
 */
export function pickProxy(proxies: readonly DeployedProxy[], name: string): DeployedProxy {
  const found = proxies.filter(({ path }) => path === name || path.endsWith(`/${name}`));
  const [only, ...others] = found;
  const names = (list: readonly DeployedProxy[]): string => list.map(({ path }) => path).join(', ');
  if (only === undefined) throw new InputError(`--proxy: no proxy is named ${name}; there are ${names(proxies)}`);
  if (others.length > 0) throw new InputError(`--proxy: ${name} is the end of more than one name: ${names(found)}`);
  return only;
}
