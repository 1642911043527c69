/** A program that serves a stand-in for the proxy, which says on standard output what is asked of it. Its argument are its settings. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { startDaemon, takeDaemon } from '../../../../bin/nginx/daemon.ts';
import { ProcessLog } from '../../../../bin/nginx/process-log.ts';
import { serve, type ProcessConfig } from '../../../../bin/nginx/serve.ts';
import { Signals } from '../../../../bin/nginx/signals.ts';
import type { RunningProxy } from '../../../../proxy-runtime/proxy.ts';

export interface Settings {
  readonly pidFile: string;
  readonly errorLog: string;
  /** Its text is the pid file after a reload; one that is missing is a configuration that is refused. */
  readonly configFile?: string;
  /** A port to listen on at the start. */
  readonly port?: number;
  /** The start goes on when this file is there. */
  readonly startWith?: string;
  /** The drain ends when this file is there. */
  readonly drainWith?: string;
  readonly background?: boolean;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Settings;
const signals = new Signals();
const daemon = takeDaemon();
const show = daemon?.console ?? ((text: string): void => void process.stderr.write(text));
const log = new ProcessLog([{ path: settings.errorLog, level: 'debug' }], (level, message) => {
  show(`nginx: [${level}] ${message}\n`);
});

if (settings.background === true && daemon === undefined) {
  signals.release();
  process.exitCode = await startDaemon({ args: process.argv.slice(1), errorLog: settings.errorLog, console: show });
} else {
  process.exitCode = await serve({
    configuration: configuration(settings.pidFile),
    reread: () => configuration(readFileSync(settings.configFile ?? '', 'utf8')),
    start,
    signals,
    log,
    onListening: () => {
      say('listening');
      daemon?.listening();
    },
  });
}

function configuration(pidFile: string): ProcessConfig {
  return {
    config: { servers: [] },
    pidFile,
    errorLog: [{ path: settings.errorLog, level: 'debug' }],
    workers: 1,
  };
}

async function start(): Promise<RunningProxy> {
  say('starting');
  await fileIsThere(settings.startWith);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(settings.port ?? 0, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));
  return {
    addresses: [],
    health: undefined,
    connections: 0,
    tunnels: 0,
    reload: () => {
      say('reloaded');
      return Promise.resolve();
    },
    reopenLogs: () => say('reopened'),
    drain: async () => {
      say('draining');
      await fileIsThere(settings.drainWith);
      await close();
    },
    close,
  };
}

async function fileIsThere(file: string | undefined): Promise<void> {
  while (file !== undefined && !existsSync(file)) await delay(10);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
