import { resolve } from 'node:path';
import { readNginxConfFile } from '../../proxy-runtime/compile/index.ts';
import type { WorkerCount } from '../../proxy-runtime/config/index.ts';
import type { ProcessConfig } from './serve.ts';
import type { Paths } from './paths.ts';

export interface ConfigurationSource {
  readonly paths: Paths;
  /** nginx's `-g` */
  readonly globalDirectives?: string | undefined;
  /** Where the process's id is written if the configuration doesn't say; a name relative to the prefix. @default - nowhere */
  readonly pidFile?: string;
  /** Takes what is accepted without having an effect. */
  readonly onNotice: (notice: string) => void;
}

/** What an nginx.conf says to the proxy and to its process. */
export interface NginxConfiguration extends ProcessConfig {
  /** Run in the background. */
  readonly daemon: boolean;
  /** The text of each file that was read, by its name: nginx's `-T`. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Reads an nginx.conf, with defaults for the files of the process.
 *
 * @throws ConfigError for one that is refused
 */
export function readConfiguration({
  paths: { prefix, confFile, errorLog },
  globalDirectives,
  pidFile,
  onNotice,
}: ConfigurationSource): NginxConfiguration {
  const {
    config,
    process: ofProcess,
    files,
    notices,
  } = readNginxConfFile(confFile, {
    prefix,
    startsWorkers: true,
    ...(globalDirectives !== undefined && { globalDirectives }),
  });
  notices.forEach(onNotice);
  const pid = ofProcess.pid ?? pidFile;
  const errorLogs = [config.errorLog ?? { path: errorLog }].flat();
  return {
    config: { ...config, errorLog: errorLogs },
    pidFile: pid === undefined ? undefined : resolve(prefix, pid),
    errorLog: errorLogs,
    daemon: ofProcess.daemon,
    workers: possibleWorkers(ofProcess.workers, onNotice),
    files,
  };
}

/** nginx's processes share a listening socket everywhere. */
function possibleWorkers(workers: WorkerCount, onNotice: (notice: string) => void): WorkerCount {
  if (workers === 'auto' || workers === 1 || process.platform === 'linux') return workers;
  onNotice(`worker_processes is ${workers}, but only Linux shares connections out among several; there is 1`);
  return 1;
}
