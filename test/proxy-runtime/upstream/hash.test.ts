import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { UpstreamServerSettings } from '../../../proxy-runtime/compile/upstreams.ts';
import { chooser, peer } from '../support/peer.ts';

const KEYS = [...Array.from({ length: 16 }, (_, index) => `k${index}`), '\xe9', '/a?b'];

interface Given {
  readonly keys?: readonly string[];
  readonly consistent?: boolean;
  readonly b?: Partial<UpstreamServerSettings>;
  readonly without?: string;
}

/** The servers that keys are given to, of a, b and c. */
function serversOf({ keys = KEYS, consistent = false, b = {}, without = '' }: Given): string {
  const weights = consistent ? [1, 2, 1] : [1, 2, 3];
  const names = { a: '10.0.0.1:8081', b: 'backend.test', c: 'unix:/run/b.sock' };
  const peers = Object.values(names).map((name, index) =>
    peer(name, { weight: weights[index] ?? 1, ...(name === names.b ? b : {}) }),
  );
  const letters = new Map(Object.entries(names).map(([letter, name]) => [name, letter]));
  let key = '';
  const choose = chooser(
    peers.filter(({ name }) => letters.get(name) !== without),
    { kind: 'hash', key: () => key, consistent },
  );
  return keys.map((each) => letters.get(choose({ args: (key = each) }).next()?.name ?? '')).join('');
}

// What is expected was computed by another program from the description of the algorithm.
describe('hash', () => {
  test("is Cache::Memcached's", () => assert.equal(serversOf({}), 'babaccacaccacabbcc'));

  test('hashes on where a server is down', () => assert.equal(serversOf({ b: { down: true } }), 'cacaccacaccacacccc'));

  test('is round robin for an empty key', () => assert.equal(serversOf({ keys: ['', '', '', '', '', ''] }), 'cbacbc'));
});

describe('hash consistent', () => {
  test("is Cache::Memcached::Fast's ketama", () => assert.equal(serversOf({ consistent: true }), 'cbbcccbbcaabbbcbaa'));

  test('goes on around the ring where a server is down', () =>
    assert.equal(serversOf({ consistent: true, b: { down: true } }), 'ccacccaacaaaaccaaa'));

  test('moves only the keys of a server that is taken out', () => {
    const [before, after] = [serversOf({ consistent: true }), serversOf({ consistent: true, without: 'b' })];
    assert.match(before, /b/);
    for (let i = 0; i < before.length; i++) if (before[i] !== 'b') assert.equal(after[i], before[i]);
  });

  test("takes turns among the addresses of a server's name", () => {
    const named = (name: string) => Object.assign(peer('backend.test'), { name });
    const peers = [named('10.0.0.1:80'), named('10.0.0.2:80')];
    const choose = chooser(peers, { kind: 'hash', key: () => 'k', consistent: true });
    assert.deepEqual(
      Array.from({ length: 4 }, () => choose().next()?.name),
      ['10.0.0.1:80', '10.0.0.2:80', '10.0.0.1:80', '10.0.0.2:80'],
    );
  });

  test('is round robin for an empty key', () =>
    assert.equal(serversOf({ keys: ['', '', '', ''], consistent: true }), 'bacb'));
});
