import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LimitReq, ProxyConfig } from '../../../proxy-runtime/config/types.ts';
import { compileConnLimits, compileReqLimits } from '../../../proxy-runtime/limits/limit-settings.ts';
import { compileZones, LimitZones } from '../../../proxy-runtime/limits/limit-zones.ts';
import { RequestLimits, type LimitResult } from '../../../proxy-runtime/limits/request-limits.ts';
import type { FindVariable } from '../../../proxy-runtime/variables/template.ts';
import { makeRequest } from '../support/request.ts';

const VARIABLES: Readonly<Record<string, ReturnType<FindVariable>>> = {
  host: (request) => request.host,
  http_x: (request) => request.head.headers.get('x') ?? '',
};
const find: FindVariable = (name) => VARIABLES[name];

const ZONES: Pick<ProxyConfig, 'limitConnZone' | 'limitReqZone'> = {
  limitConnZone: { hosts: { key: '$host', size: '1m' }, xs: { key: '$http_x', size: '32k' } },
  limitReqZone: {
    hosts: { key: '$host', size: '1m', rate: '1r/s' },
    xs: { key: '$http_x', size: '1m', rate: '10r/s' },
  },
};

interface Setup {
  readonly conn?: Readonly<Record<string, number>>;
  readonly req?: readonly LimitReq[];
  readonly dryRun?: boolean;
  readonly logLevel?: 'info' | 'error';
}

interface Entered {
  readonly result: LimitResult;
  readonly status: string;
  readonly leave: () => void;
}

/** Zones, and limits by them: what becomes of one request after the other. */
class Bench {
  readonly zones: LimitZones;
  readonly log: string[] = [];
  readonly #req;
  readonly #conn;

  constructor({ conn = {}, req = [], dryRun = false, logLevel = 'error' }: Setup, previous?: LimitZones) {
    const settings = compileZones(ZONES, find);
    this.zones = LimitZones.ofOneWorker(settings, previous);
    const response = { dryRun, logLevel, status: 503 };
    this.#req = { ...response, limits: compileReqLimits(req, settings) };
    this.#conn = { ...response, limits: compileConnLimits(conn, settings) };
  }

  #enter(x: string): { request: ReturnType<typeof makeRequest>; limits: RequestLimits } {
    const request = makeRequest({ headers: x === '' ? [] : [['X', x]] });
    const limits = new RequestLimits(this.zones, request, (level, message) => this.log.push(`[${level}] ${message}`));
    return { request, limits };
  }

  req(now: number, x = ''): [what: LimitResult['kind'] | number, status: string] {
    const { request, limits } = this.#enter(x);
    const result = limits.limitReq(this.#req, now);
    assert.deepEqual(limits.limitReq(this.#req, now), { kind: 'pass' }, 'once for a request');
    return [result.kind === 'delay' ? result.ms : result.kind, request.outcome.limitReq];
  }

  conn(x = ''): Entered {
    const { request, limits } = this.#enter(x);
    const result = limits.limitConn(this.#conn);
    return { result, status: request.outcome.limitConn, leave: () => limits.leave() };
  }
}

describe('limit_req', () => {
  test('refuses what is beyond the rate', () => {
    const bench = new Bench({ req: [{ zone: 'hosts' }] });
    assert.deepEqual(bench.req(5000), ['pass', 'PASSED']);
    assert.deepEqual(bench.req(5999), ['refuse', 'REJECTED']);
    assert.deepEqual(bench.req(6000), ['pass', 'PASSED']);
    assert.deepEqual(bench.log, ['[error] limiting requests, excess: 0.001 by zone "hosts"']);
  });

  test('delays a burst, and what is beyond the burst counts for nothing', () => {
    const bench = new Bench({ req: [{ zone: 'hosts', burst: 2 }] });
    assert.deepEqual(bench.req(0), ['pass', 'PASSED']);
    assert.deepEqual(bench.req(0), [1000, 'DELAYED']);
    assert.deepEqual(bench.req(500), [1500, 'DELAYED']);
    assert.deepEqual(bench.req(500), ['refuse', 'REJECTED']);
    assert.deepEqual(bench.req(1000), [2000, 'DELAYED']);
    assert.deepEqual(bench.log, [
      '[warn] delaying request, excess: 1.000, by zone "hosts"',
      '[warn] delaying request, excess: 1.500, by zone "hosts"',
      '[error] limiting requests, excess: 2.500 by zone "hosts"',
      '[warn] delaying request, excess: 2.000, by zone "hosts"',
    ]);
  });

  test('delays nothing with nodelay, and only the rest with delay', () => {
    const nodelay = new Bench({ req: [{ zone: 'hosts', burst: 2, nodelay: true }] });
    assert.deepEqual(
      [0, 0, 0, 0].map((now) => nodelay.req(now)[1]),
      ['PASSED', 'PASSED', 'PASSED', 'REJECTED'],
    );
    const delay = new Bench({ req: [{ zone: 'hosts', burst: 2, delay: 1 }] });
    assert.deepEqual(
      [0, 0, 0, 0].map((now) => delay.req(now)[0]),
      ['pass', 'pass', 1000, 'refuse'],
    );
  });

  test('by several zones takes the longest delay', () => {
    const bench = new Bench({
      req: [
        { zone: 'hosts', burst: 5 },
        { zone: 'xs', burst: 5 },
      ],
    });
    assert.deepEqual(bench.req(0, 'a'), ['pass', 'PASSED']);
    assert.deepEqual(bench.req(0, 'a'), [1000, 'DELAYED']);
    assert.match(bench.log[0] ?? '', /by zone "hosts"$/);
  });

  test('by several zones counts a request that one refuses in none of them', () => {
    const bench = new Bench({ req: [{ zone: 'hosts', burst: 1, nodelay: true }, { zone: 'xs' }] });
    assert.deepEqual(bench.req(0, 'a'), ['pass', 'PASSED']);
    assert.deepEqual(bench.req(0, 'a'), ['refuse', 'REJECTED']);
    assert.deepEqual(bench.req(0, 'a'), ['refuse', 'REJECTED']);
    assert.deepEqual(bench.req(0, 'b'), ['pass', 'PASSED'], 'still has its burst');
  });

  test('does not count empty keys, and complains of endless ones', () => {
    const bench = new Bench({ req: [{ zone: 'xs' }] });
    assert.deepEqual(bench.req(0), ['pass', '']);
    assert.deepEqual(bench.req(0), ['pass', '']);
    assert.deepEqual(bench.req(0, 'x'.repeat(65_536)), ['pass', '']);
    assert.match(
      bench.log[0]?.slice(0, 80) ?? '',
      /^\[error\] the value of the "\$http_x" key is more than 65535 bytes: "x+$/,
    );
    assert.deepEqual(bench.req(0, 'x'.repeat(65_535)), ['pass', 'PASSED']);
  });

  test('only says what it would do in a dry run', () => {
    const bench = new Bench({ req: [{ zone: 'hosts', burst: 1 }], dryRun: true, logLevel: 'info' });
    assert.deepEqual(
      [0, 0, 0].map((now) => bench.req(now)),
      [
        ['pass', 'PASSED'],
        ['pass', 'DELAYED_DRY_RUN'],
        ['pass', 'REJECTED_DRY_RUN'],
      ],
    );
    assert.deepEqual(bench.log, [
      '[info] delaying request, dry run, excess: 1.000, by zone "hosts"',
      '[info] limiting requests, dry run, excess: 2.000 by zone "hosts"',
    ]);
  });
});

describe('limit_conn', () => {
  test('counts a request until it leaves', () => {
    const bench = new Bench({ conn: { hosts: 1 } });
    const first = bench.conn();
    assert.deepEqual([first.result, first.status], [{ kind: 'pass' }, 'PASSED']);
    const second = bench.conn();
    assert.deepEqual([second.result, second.status], [{ kind: 'refuse', status: 503 }, 'REJECTED']);
    second.leave();
    assert.equal(bench.conn().status, 'REJECTED', 'who was refused holds nothing');
    first.leave();
    first.leave();
    assert.equal(bench.conn().status, 'PASSED');
    assert.equal(bench.conn().status, 'REJECTED', 'leaving twice is leaving once');
    assert.equal(bench.log[0], '[error] limiting connections by zone "hosts"');
  });

  test('by several zones holds none when one refuses', () => {
    const bench = new Bench({ conn: { hosts: 2, xs: 1 } });
    bench.conn('a');
    assert.equal(bench.conn('a').status, 'REJECTED');
    assert.equal(bench.conn('b').status, 'PASSED', 'a second of the host');
    assert.equal(bench.conn('c').status, 'REJECTED');
  });

  test('does not count empty keys, and complains of long ones', () => {
    const bench = new Bench({ conn: { xs: 1 } });
    for (const key of ['', '', 'x'.repeat(256), 'x'.repeat(256)]) assert.equal(bench.conn(key).status, '');
    assert.match(bench.log[0] ?? '', /^\[error\] the value of the "\$http_x" key is more than 255 bytes: "x+"$/);
    assert.equal(bench.conn('x'.repeat(255)).status, 'PASSED');
  });

  test('refuses new keys when the zone is full', () => {
    const bench = new Bench({ conn: { xs: 1 } });
    for (let index = 0; index < 512; index++) assert.equal(bench.conn(`${index}`).status, 'PASSED');
    assert.equal(bench.conn('one more').status, 'REJECTED');
    assert.deepEqual(bench.log, ['[crit] no memory in limit_conn_zone "xs"']);
  });

  test('only says what it would do in a dry run', () => {
    const bench = new Bench({ conn: { hosts: 1 }, dryRun: true });
    bench.conn();
    const second = bench.conn();
    assert.deepEqual([second.result, second.status], [{ kind: 'pass' }, 'REJECTED_DRY_RUN']);
    assert.deepEqual(bench.log, ['[error] limiting connections, dry run, by zone "hosts"']);
  });

  test('goes on counting over a reload', () => {
    const before = new Bench({ conn: { hosts: 1 } });
    const open = before.conn();
    const after = new Bench({ conn: { hosts: 1 } }, before.zones);
    assert.equal(after.conn().status, 'REJECTED');
    open.leave();
    assert.equal(after.conn().status, 'PASSED');
  });
});
