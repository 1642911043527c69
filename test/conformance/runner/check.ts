import type { Expect, ExpectAccessLog, ExpectBackend, ExpectLog, ExpectSide, Range } from './expect.ts';
import { toRegExp } from './pattern.ts';
import type { Seen, SideSeen } from './seen.ts';

/** One thing that is not as it must be. */
export interface Failure {
  /** Where: `client c1: close`. */
  readonly what: string;
  readonly expected: string;
  readonly seen: string;
  /** Only the time is wrong. */
  readonly timing?: boolean;
}

const NO_CONNECTION: SideSeen = {
  text: '',
  length: 0,
  close: 'no connection',
  closeMs: undefined,
  firstByteMs: undefined,
  sentUntilBlocked: undefined,
  errors: [],
};

/** Compares what was seen with what must be. @param nginxErrorLog - whether the error log is nginx's */
export function check(expect: Expect, seen: Seen, nginxErrorLog: boolean): readonly Failure[] {
  const clients = expect.client === undefined ? expect.clients : { c1: expect.client, ...expect.clients };
  return [
    ...Object.entries(clients).flatMap(([name, side]) => checkSide(`client ${name}`, side, seen.clients[name])),
    ...[expect.backend, expect.backend2, expect.backend3].flatMap((backend, index) =>
      checkBackend(backendName(index), backend, seen.backends[index] ?? []),
    ),
    ...checkLog('access log', expect.accessLog, seen.accessLog),
    ...checkLogTimes(expect.accessLog, seen.accessLog),
    ...checkLog('access log while open', expect.accessLogWhileOpen, seen.accessLogWhileOpen),
    ...checkLog('error log', nginxErrorLog ? expect.nginxErrorLog : undefined, seen.errorLog),
    ...checkTime('exit', expect.exitMs, seen.exitMs),
    ...stepFailures('client', seen.errors),
    ...(expect.ignoreScriptErrors ? [] : connectionFailures(seen)),
  ];
}

function checkBackend(what: string, expect: ExpectBackend | undefined, seen: readonly SideSeen[]): Failure[] {
  if (expect === undefined) return [];
  const { connections, onConnection, ...first } = expect;
  return [
    ...(connections === undefined ? [] : checkEqual(`${what}: connections`, String(connections), String(seen.length))),
    ...checkSide(`${what} connection 0`, first, seen[0]),
    ...Object.entries(onConnection).flatMap(([index, side]) =>
      checkSide(`${what} connection ${index}`, side, seen[Number(index)]),
    ),
  ];
}

function checkSide(what: string, expect: ExpectSide, seen = NO_CONNECTION): Failure[] {
  const { close } = expect;
  return [
    ...checkText(what, expect, () => seen.text),
    ...(close === undefined ? [] : checkClose(`${what}: close`, close, seen.close ?? 'open')),
    ...checkRange(`${what}: bytes`, expect.length, seen.length),
    ...checkRange(`${what}: sent until blocked`, expect.sentUntilBlocked, seen.sentUntilBlocked),
    ...checkTime(`${what}: close`, expect.closeMs, seen.closeMs),
    ...checkTime(`${what}: first byte`, expect.firstByteMs, seen.firstByteMs),
  ];
}

/** What is still open may be late. */
function checkClose(what: string, expected: string, seen: string): Failure[] {
  return checkEqual(what, expected, seen).map((failure) => ({ ...failure, timing: seen === 'open' }));
}

function checkLog(what: string, expect: ExpectLog | undefined, seen: string): Failure[] {
  return expect === undefined ? [] : checkText(what, expect, () => seen);
}

function checkLogTimes(expect: ExpectAccessLog | undefined, seen: string): Failure[] {
  return Object.entries(expect?.ms ?? {}).flatMap(([name, range]) => {
    const seconds = new RegExp(` ${name}=(\\d+\\.\\d+) `).exec(seen)?.[1];
    return checkTime(`access log: ${name}`, range, seconds === undefined ? undefined : Number(seconds) * 1000);
  });
}

function checkText(what: string, { match, notMatch }: ExpectLog, read: () => string): Failure[] {
  if (match.length + notMatch.length === 0) return [];
  const text = read();
  const missed = match.filter((pattern) => !toRegExp(pattern).test(text));
  const met = notMatch.filter((pattern) => toRegExp(pattern).test(text)).map((pattern) => `not ${pattern}`);
  return [...missed, ...met].map((expected) => ({ what, expected, seen: text === '' ? '' : JSON.stringify(text) }));
}

function checkEqual(what: string, expected: string, seen: string): Failure[] {
  return expected === seen ? [] : [{ what, expected, seen }];
}

function checkRange(what: string, range: Range | undefined, seen: number | undefined): Failure[] {
  if (range === undefined) return [];
  const [least, most] = range;
  if (seen !== undefined && seen >= least && seen <= most) return [];
  return [{ what, expected: `${least} to ${most}`, seen: seen === undefined ? 'never' : String(seen) }];
}

function checkTime(what: string, range: Range | undefined, seen: number | undefined): Failure[] {
  // What never happened is not late.
  return checkRange(`${what} (ms)`, range, seen).map((failure) => ({ ...failure, timing: seen !== undefined }));
}

function connectionFailures({ clients, backends }: Seen): Failure[] {
  return [
    ...Object.entries(clients).flatMap(([name, { errors }]) => stepFailures(`client ${name}`, errors)),
    ...backends.flatMap((connections, backend) =>
      connections.flatMap(({ errors }, index) => stepFailures(`${backendName(backend)} connection ${index}`, errors)),
    ),
  ];
}

function stepFailures(side: string, errors: readonly string[]): Failure[] {
  return errors.map((seen) => ({ what: `${side}: script`, expected: 'every step done', seen }));
}

function backendName(index: number): string {
  return index === 0 ? 'backend' : `backend${index + 1}`;
}
