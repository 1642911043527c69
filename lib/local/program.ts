import { relative, sep } from 'node:path';
import { findAppSource } from './cdk/app-source.ts';
import { readCdkApp } from './cdk/read-app.ts';
import type { DeployedProxy } from './deployed-proxy.ts';
import { InputError } from './input-error.ts';

/** The user's infrastructure program: where what would be deployed comes from. */
export interface Program {
  /** As the user named it. */
  readonly name: string;
  /** Where its sources are, and its wsproxy.json. */
  readonly directory: string;
  /** Whether it is the output of a program instead of a program. */
  readonly synthesized: boolean;
  /** Whether a change of the file can't change what would be deployed. */
  ignores(file: string): boolean;
  /** What it would deploy, which is at least one proxy. */
  read(options?: ReadOptions): Promise<readonly [DeployedProxy, ...DeployedProxy[]]>;
}

/** Options of reading a program. */
export interface ReadOptions {
  /** Ends the program when it is aborted. @default - it takes as long as it takes */
  readonly signal?: AbortSignal;
  /** Gets what the program writes to stdout, line by line. @default - nobody does */
  readonly onOutput?: (line: string) => void;
}

/**
 * Opens a CDK app: a directory with a cdk.json, an app file, or a synthesized cdk.out.
 *
 * @param context - CDK context on top of the app's own
 * @throws {@link InputError} when `app` is none of these
 */
export function openProgram(app: string, context: Readonly<Record<string, string>> = {}): Program {
  const source = findAppSource(app);
  const { directory } = source;
  const output = source.kind === 'app' ? source.output : undefined;
  return {
    name: app,
    directory,
    synthesized: source.kind === 'assembly',
    ignores: (file) => {
      const parts = relative(directory, file).split(sep);
      return (
        parts.some((part) => /^\.(?!\.?$)/.test(part) || part === 'node_modules' || part === 'cdk.out') ||
        file === output
      );
    },
    read: async (options = {}) => {
      // cdk.json may have changed since: it is read again
      const [first, ...others] = await readCdkApp(findAppSource(app), { ...options, context });
      if (first === undefined) throw new InputError(`${app}: there is no WebSocketProxy in what it deploys`);
      return [first, ...others];
    },
  };
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
