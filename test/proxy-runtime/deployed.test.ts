import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { deployedConfig } from '../../bench/peers/deployed-config.ts';
import { findFreePort } from '../../lib/local/backends/free-port.ts';
import { planDeployment } from '../../lib/plan/index.ts';
import { eventually } from '../support/eventually.ts';
import { startProgram, type Program } from '../support/program.ts';
import { startRawBackend } from '../support/raw-backend.ts';
import { connectRaw } from '../support/raw-socket.ts';
import { SWITCHING, UPGRADE_REQUEST } from '../support/test-proxy.ts';
import { root } from '../support/tools.ts';

/** What is measured and promised is of the configuration that a plan renders: nothing in it may send a tunnel's sockets another way. */
describe('a tunnel of a deployed proxy', () => {
  /** Starts the program with what is deployed, but for where it listens and where its backend is. */
  async function start(
    port: number,
    backend: number,
    args: readonly string[] = [],
    command: readonly string[] = [process.execPath],
  ): Promise<Program & AsyncDisposable> {
    const config = deployedConfig(planDeployment({}), { proxy: port, backend, health: 0 });
    const [file = '', ...before] = command;
    const program = startProgram(file, [
      ...[...before, ...args, '--conditions=wsproxy-source', join(root, 'proxy-runtime/program.ts')],
      ...['--config-json', JSON.stringify(config)],
    ]);
    await program.printed(/listens on/);
    return program;
  }

  test('has no socket of node:net, and its messages are read by system calls alone', async () => {
    await using backend = await startRawBackend();
    const port = await findFreePort();
    await using program = await start(port, backend.port, [
      '--import',
      join(root, 'test/proxy-runtime/support/report-sockets.ts'),
    ]);
    using client = await connectRaw(port);
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(SWITCHING);
    await client.response();
    for (let message = 0; message < 4; message++) {
      client.write('ping');
      assert.equal(await upstream.takeText(4), 'ping');
      upstream.write('pong');
      assert.equal(await client.takeText(4), 'pong');
    }
    // Before, it had some to test itself with.
    const [, atWork = ''] = program.output.split('listens on');
    assert.doesNotMatch(atWork, /net\.(client|server)\.socket/);
    const ports = [client.socket.localPort, backend.port].map(Number);
    const sockets = socketsTo(program.pid, ports);
    assert.equal(sockets.length, 2);
    await eventually(
      'both sockets in the epoll instance beside the event loop',
      () => sockets.every((fd) => isWatchedBeside(program.pid, fd)),
      () => sockets.map((fd) => isWatchedBeside(program.pid, fd)),
    );
  });

  test('needs no Linux capability', async () => {
    await using backend = await startRawBackend();
    const port = await findFreePort();
    // Nobody but root has any.
    const without = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] : [];
    await using program = await start(port, backend.port, [], [...without, process.execPath]);
    assert.match(readFileSync(`/proc/${program.pid}/status`, 'latin1'), /^CapEff:\t0+$/m);
    using client = await connectRaw(port);
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(SWITCHING);
    await client.response();
    client.write('ping');
    assert.equal(await upstream.takeText(4), 'ping');
  });

  test('has TCP keep-alive probes on both sides, which security groups and NAT gateways would else forget', async () => {
    await using backend = await startRawBackend();
    const port = await findFreePort();
    await using program = await start(port, backend.port);
    using client = await connectRaw(port);
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(SWITCHING);
    await client.response();
    const sides = [
      { local: port, remote: Number(client.socket.localPort) },
      { local: Number(upstream.socket.remotePort), remote: backend.port },
    ];
    for (const { local, remote } of sides)
      await eventually(
        'a probe within a minute',
        () => (keepAliveSeconds(program.pid, local, remote) ?? Infinity) <= 60,
        () => keepAliveSeconds(program.pid, local, remote),
      );
  });
});

interface TcpSocket {
  readonly inode: string;
  readonly local: number;
  readonly remote: number;
  readonly timer: string;
}

/** The process's network's IPv4 connections, as proc_pid_net(5) has them. */
function tcpSockets(pid: number): readonly TcpSocket[] {
  const [, ...lines] = readFileSync(`/proc/${pid}/net/tcp`, 'latin1').trim().split('\n');
  return lines.map((line) => {
    const [, local = '', remote = '', , , timer = '', , , , inode = ''] = line.trim().split(/\s+/);
    const portOf = (address: string): number => parseInt(address.split(':')[1] ?? '', 16);
    return { inode, local: portOf(local), remote: portOf(remote), timer };
  });
}

/** The process's file descriptors that are connections to one of these ports. */
function socketsTo(pid: number, ports: readonly number[]): readonly string[] {
  const inodes = new Set(
    tcpSockets(pid)
      .filter(({ remote }) => ports.includes(remote))
      .map(({ inode }) => inode),
  );
  return descriptors(pid).filter((fd) => inodes.has(/^socket:\[(\d+)\]$/.exec(target(pid, fd))?.[1] ?? ''));
}

/** Whether a file descriptor is in an epoll instance that the event loop's own one watches in turn. */
function isWatchedBeside(pid: number, fd: string): boolean {
  const instances = descriptors(pid).filter((each) => target(pid, each) === 'anon_inode:[eventpoll]');
  const watches = (instance: string, watched: string): boolean =>
    new RegExp(`^tfd:\\s*${watched}\\s`, 'm').test(readFileSync(`/proc/${pid}/fdinfo/${instance}`, 'latin1'));
  return instances.some((each) => watches(each, fd) && instances.some((other) => watches(other, each)));
}

/** Seconds until a connection's keep-alive timer is due; undefined where none runs. */
function keepAliveSeconds(pid: number, local: number, remote: number): number | undefined {
  const { timer } = tcpSockets(pid).find((socket) => socket.local === local && socket.remote === remote) ?? {};
  const [kind, due = ''] = timer?.split(':') ?? [];
  // In hundredths of a second, whatever the kernel's own ticks are
  return kind === '02' ? parseInt(due, 16) / 100 : undefined;
}

function descriptors(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`);
}

function target(pid: number, fd: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return '';
  }
}
