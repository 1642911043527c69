import { Command } from 'commander';
import {
  countWebSockets,
  InputError,
  openProgram,
  readProjectFile,
  runOnce,
  startDevSession,
  type DevSession,
  type DevSessionOptions,
} from '../../lib/local/index.ts';
import { APP, backendOption, contextOption, portOption, proxyOption, stackOption } from '../options.ts';
import { devKeys } from '../dev-keys.ts';
import { printError } from '../report.ts';
import { onSignals } from '../signals.ts';
import { terminalLog } from '../terminal-log.ts';

interface Options {
  readonly port?: number;
  readonly backend: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string>>;
  readonly stack?: string;
  readonly proxy?: string;
  readonly once?: boolean;
}

const DEFAULT_PORT = 8080;
/** What a shell says of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

const log = terminalLog();

/** @param exit - takes the exit code of `--once` */
export function devCommand(exit: (code: number) => void): Command {
  return new Command('dev')
    .description(
      'Run on this machine what a CDK app or a Pulumi program would deploy: its proxies, behind a stand-in for their load balancers.',
    )
    .argument('[app]', APP, '.')
    .addOption(portOption())
    .addOption(backendOption())
    .addOption(contextOption())
    .addOption(stackOption())
    .addOption(proxyOption())
    .option(
      '--once',
      'run the command that wsproxy.json has as "once", with WSPROXY_URL in its environment, and exit with its exit code',
    )
    .addHelpText(
      'after',
      `
A CDK app is built and synthesized as the CDK CLI does it, a Pulumi program is
run as Pulumi does it, but without an account, the network or Docker. A CDK
app's CDK_DEFAULT_ACCOUNT and CDK_DEFAULT_REGION are those of the environment,
else of AWS_REGION and of the lookups in cdk.context.json, else stand-ins. Of
what only a deployment knows, a Pulumi program gets stand-ins: the ids and names of
resources, other stacks' outputs, and secrets in its configuration, unless -c
gives their values. Each proxy runs in this process with exactly the
configuration of its task definition. Before it runs a stand-in for the
Application Load Balancer, with the same listeners, idle timeout, health check
and deregistration delay. Everything listens on 127.0.0.1 only. HTTPS
listeners are plain HTTP here, with X-Forwarded-Proto: https.

When the app's sources change, it is read again. A proxy that differs
replaces the one before as in a deployment: once it is healthy, new connections
go to it, and open WebSockets have the deregistration delay to end; what changed
is said. Ctrl-C drains in the same way; a second one ends at once. On a terminal
r reads the app again, o opens the page in a browser, q quits and h shows help.

Backends are mapped by upstream name or location, with --backend or in a file
wsproxy.json beside cdk.json or Pulumi.yaml:
  {
    "backends": {
      "chat": { "command": "node backend/server.ts" },
      "legacy.internal": "http://127.0.0.1:3002"
    },
    "once": "node round-trip.ts"
  }
A command must listen on the port in the environment's PORT. It is started again
when it ends by itself, and ended with wsproxy.

Examples:
  wsproxy dev
  wsproxy dev app.ts --backend chat=http://127.0.0.1:3001 --backend /api/=http://127.0.0.1:3002
  wsproxy dev . --port 9000 --context stage=test --proxy ChatStack/Proxy
  wsproxy dev --once`,
    )
    .action(async (app: string, options: Options) => {
      exit(await dev(app, options));
    });
}

async function dev(app: string, { port, backend, context, stack, proxy, once }: Options): Promise<number> {
  const interrupt = new AbortController();
  const release = onSignals(['SIGINT', 'SIGTERM', 'SIGHUP'], () => {
    interrupt.abort();
  });
  const settings: DevSessionOptions = {
    app,
    context,
    ...(stack !== undefined && { stack }),
    backends: backend,
    ...(proxy !== undefined && { proxy }),
    port: port ?? (once === true ? 0 : DEFAULT_PORT),
    watch: once !== true,
    signal: interrupt.signal,
    log,
  };
  try {
    const command = once === true ? onceCommand(app) : undefined;
    const session = await startDevSession(settings);
    if (command === undefined) {
      release();
      const drained = drainOnSignal(session);
      const releaseKeys = devKeys(session, log);
      await drained.finally(releaseKeys);
      return 0;
    }
    const code = await runOnce(session, command.command, command.directory, interrupt.signal);
    release();
    if (interrupt.signal.aborted) {
      await session.close();
      return INTERRUPTED;
    }
    await drain(session);
    return code;
  } catch (error) {
    if (interrupt.signal.aborted) return INTERRUPTED;
    throw error;
  } finally {
    release();
  }
}

function onceCommand(app: string): { readonly command: string; readonly directory: string } {
  const { directory, synthesized } = openProgram(app);
  const project = readProjectFile(directory, synthesized);
  if (project?.once === undefined) {
    const where = project === undefined ? `${app} has no wsproxy.json` : `${project.file} has no "once"`;
    throw new InputError(`--once: ${where}, the command to run; add { "once": "node round-trip.ts" }`);
  }
  return { command: project.once, directory: project.directory };
}

/** Resolves when a signal has drained the session. */
function drainOnSignal(session: DevSession): Promise<void> {
  return new Promise((resolve, reject) => {
    const release = onSignals(['SIGINT', 'SIGTERM', 'SIGHUP'], () => {
      release();
      drain(session).then(resolve, reject);
    });
  });
}

/** A signal while it drains ends the session at once. */
async function drain(session: DevSession): Promise<void> {
  const release = onSignals(['SIGINT', 'SIGTERM', 'SIGHUP'], () => {
    session.close().catch(printError);
  });
  const { tunnels, drainTimeout } = session;
  if (tunnels > 0) {
    const limit = `${drainTimeout} s (the deregistration delay)`;
    log.info(`draining: ${countWebSockets(tunnels)} may go on for ${limit}; Ctrl-C again ends at once`);
  } else {
    log.info('draining: no WebSockets are open');
  }
  await session.drain();
  release();
  log.info('stopped');
}
