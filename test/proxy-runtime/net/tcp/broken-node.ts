/**
 * For `--import`: a Node that breaks what the proxy needs of it, named by the query. `net` has it all: what is broken is so for the proxy's
 * own handles alone, which have a channel.
 */
import { Server } from 'node:net';
import type { TcpHandle, WriteRequest } from '../../../../proxy-runtime/net/tcp/binding.ts';

type Method = 'writeBuffer' | 'writeLatin1String' | 'shutdown' | 'reset' | 'connect';
type Call<Name extends Method> = (...args: Parameters<TcpHandle[Name]>) => ReturnType<TcpHandle[Name]>;

const { binding } = process as unknown as { binding: (name: 'tcp_wrap') => { TCP: { prototype: TcpHandle } } };
const { prototype } = binding('tcp_wrap').TCP;

/** @param broken - is called instead; the handle's own way is its first argument */
function instead<Name extends Method>(name: Name, broken: (whole: Call<Name>, handle: TcpHandle) => Call<Name>): void {
  const whole = Reflect.get(prototype, name) as unknown as Call<Name>;
  Object.defineProperty(prototype, name, {
    value(this: TcpHandle, ...args: Parameters<TcpHandle[Name]>) {
      const bound: Call<Name> = (...given) => whole.apply(this, given);
      return ('channel' in this ? broken(bound, this) : bound)(...args);
    },
  });
}

const breaks: Readonly<Record<string, () => void>> = {
  'lost-bytes': () => instead('writeLatin1String', () => () => 0),
  'other-bytes': () => instead('writeLatin1String', (write) => (_, data) => write(null, data.replace('\0', 'x'))),
  'never-full': () =>
    instead('writeBuffer', (write) => (_, data) => {
      write(null, data);
      return 0;
    }),
  'never-drained': () =>
    instead('writeBuffer', (write) => (_, data) => {
      const result = write(null, data);
      return typeof result === 'number' ? result : ({} as WriteRequest);
    }),
  'no-half-close': () => instead('shutdown', () => () => 1),
  'no-reset': () =>
    instead('reset', (_, handle) => (closed) => {
      handle.close(closed);
      return 0;
    }),
  'no-connection': () => instead('connect', () => () => 0),
  'no-loopback': () => {
    const listen = Reflect.get(Server.prototype, 'listen') as (...args: unknown[]) => Server;
    Server.prototype.listen = function (this: Server, ...args: unknown[]) {
      if (args[0] !== 0) return listen.apply(this, args);
      process.nextTick(() => this.emit('error', new Error('listen EADDRNOTAVAIL: address not available 127.0.0.1')));
      return this;
    };
  },
  'ffi-loses-bytes': () => {
    const getBuiltinModule = process.getBuiltinModule.bind(process);
    const ffi = getBuiltinModule('node:ffi');
    const write = (_fd: number, _buffer: bigint, length: number): number => length;
    const dlopen = (...args: Parameters<typeof ffi.dlopen>): object => {
      const { functions, ...library } = ffi.dlopen(...args);
      return { ...library, functions: { ...functions, ...('write' in functions && { write }) } };
    };
    const broken = { ...ffi, dlopen };
    process.getBuiltinModule = (name: string) => (name === 'node:ffi' ? broken : getBuiltinModule(name));
  },
};

breaks[new URL(import.meta.url).search.slice(1)]?.();
