import { resolve } from 'node:path';
import { startProxy } from '../../proxy-runtime/index.ts';
import { ProcessLog } from './process-log.ts';
import { serve } from './serve.ts';
import { Signals } from './signals.ts';
import { describeProxy } from '../describe-proxy.ts';
import { resolvePaths } from './paths.ts';
import { readConfiguration, type NginxConfiguration } from './read-configuration.ts';

interface Options {
  readonly prefix?: string;
  readonly errorLog?: string;
}

/** `wsproxy run --nginx-conf`: nginx's configuration, files and signals, but in the foreground and under our own name. @returns the exit code */
export async function runNginxConf(file: string, { prefix, errorLog = 'stderr' }: Options): Promise<number> {
  const signals = new Signals();
  const paths = resolvePaths({ confFile: resolve(file), errorLog, ...(prefix !== undefined && { prefix }) });
  const read = (): NginxConfiguration => readConfiguration({ paths, onNotice: say });
  const configuration = read();
  const log = new ProcessLog(configuration.errorLog, (_, message) => {
    say(message);
  });
  return serve({
    configuration,
    reread: read,
    start: (config) => startProxy(config, { workers: configuration.workers }),
    signals,
    log,
    onListening: (proxy) => {
      say(describeProxy(proxy));
    },
  });
}

function say(line: string): void {
  process.stderr.write(`wsproxy: ${line}\n`);
}
