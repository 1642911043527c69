import { startDaemon, takeDaemon, type Daemon } from './daemon.ts';
import { testPidFile } from './pid-file.ts';
import { ProcessLog, testLogFile } from './process-log.ts';
import { Signals } from './signals.ts';
import { ArgumentsError, parseArguments, type NginxArguments } from './arguments.ts';
import { resolvePaths, type Paths } from './paths.ts';
import type { NginxConfiguration } from './read-configuration.ts';
import { sendSignal } from './signaller.ts';
import { describeVersion, NGINX } from './version.ts';

const PID_FILE = 'logs/nginx.pid';

/**
 * nginx's command line, for what drives nginx: init scripts, `nginx -t` before a reload, test suites. The proxy calls itself nginx here.
 *
 * It imports what it needs when it needs it, and nothing of `lib`: a test suite starts it hundreds of times.
 *
 * @returns the exit code, nginx's: 0 or 1
 */
export async function nginx(args: readonly string[]): Promise<number> {
  // Before anything else, so that no signal is lost while the modules load
  const signals = new Signals();
  let parsed: NginxArguments;
  try {
    parsed = parseArguments(args);
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    say(`nginx: ${error.message}\n`);
    return 1;
  }
  if (parsed.showVersion === true) {
    say(describeVersion(parsed));
    if (parsed.test !== true) return 0;
  }
  const paths = resolvePaths(parsed);
  const { readConfiguration } = await import('./read-configuration.ts');
  const daemon = takeDaemon();
  const log = startupLog(paths, daemon?.console ?? say);
  const read = (onNotice: (notice: string) => void): NginxConfiguration =>
    readConfiguration({ paths, globalDirectives: parsed.globalDirectives, pidFile: PID_FILE, onNotice });
  const warn = (notice: string): void => {
    log.log('warn', notice);
  };
  if (parsed.test === true) return test(() => read(parsed.quiet === true ? ignore : warn), parsed, paths, log);
  try {
    // Who signals a process, or started this one in the background, has been told before
    const configuration = read(parsed.signal !== undefined || daemon !== undefined ? ignore : warn);
    if (parsed.signal !== undefined) return sendSignal(parsed.signal, configuration.pidFile ?? PID_FILE, log);
    if (configuration.daemon && daemon === undefined) {
      signals.release();
      return await runInBackground(configuration);
    }
    return await run(configuration, { reread: () => read(warn), signals, log, daemon });
  } catch (error) {
    log.log('emerg', (error as Error).message);
    return 1;
  }
}

async function test(
  read: () => NginxConfiguration,
  { quiet, dump }: NginxArguments,
  { confFile }: Paths,
  log: ProcessLog,
): Promise<number> {
  let configuration: NginxConfiguration;
  try {
    configuration = read();
    const { config, pidFile } = configuration;
    if (quiet !== true) say(`nginx: the configuration file ${confFile} syntax is ok\n`);
    const { testProxyConfig } = await import('../../proxy-runtime/process/index.ts');
    await testProxyConfig(config);
    if (pidFile !== undefined) testPidFile(pidFile);
  } catch (error) {
    log.log('emerg', (error as Error).message);
    say(`nginx: configuration file ${confFile} test failed\n`);
    return 1;
  }
  if (quiet !== true) say(`nginx: configuration file ${confFile} test is successful\n`);
  if (dump === true) {
    for (const [file, text] of configuration.files) process.stdout.write(`# configuration file ${file}:\n${text}\n`);
  }
  return 0;
}

interface Run {
  readonly reread: () => NginxConfiguration;
  readonly signals: Signals;
  readonly log: ProcessLog;
  readonly daemon: Daemon | undefined;
}

async function run(configuration: NginxConfiguration, { reread, signals, log, daemon }: Run): Promise<number> {
  const [{ startProxy }, { serve }] = await Promise.all([import('../../proxy-runtime/index.ts'), import('./serve.ts')]);
  log.use(configuration.errorLog);
  return serve({
    configuration,
    reread,
    start: (config) => startProxy(config, { product: NGINX, workers: configuration.workers }),
    signals,
    log,
    onListening: () => daemon?.listening(),
  });
}

function runInBackground({ errorLog }: NginxConfiguration): Promise<number> {
  const { path } = errorLog.find((target) => target.path === 'stderr') ?? errorLog[0] ?? { path: 'stderr' };
  return startDaemon({
    args: [...process.execArgv, ...process.argv.slice(1)],
    errorLog: path === 'stderr' ? undefined : path,
    console: say,
  });
}

/** nginx's built-in log, which is there before a configuration has been read. */
function startupLog({ errorLog }: Paths, console: (text: string) => void): ProcessLog {
  const log = (level: string, message: string): void => console(`nginx: [${level}] ${message}\n`);
  try {
    testLogFile(errorLog);
    return new ProcessLog([{ path: errorLog, level: 'notice' }], log);
  } catch (error) {
    log('alert', `could not open error log file: ${(error as Error).message}`);
    return new ProcessLog([], log);
  }
}

function say(text: string): void {
  process.stderr.write(text);
}

function ignore(): void {
  // What has no effect is not told
}
