import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SessionCache } from '../../../proxy-runtime/tls/session-cache.ts';

test('the session cache is bounded, and forgets what was used longest ago', () => {
  const cache = new SessionCache();
  const session = Buffer.from('session');
  cache.set('used', session);
  for (let number = 0; number < 10_000; number++) {
    cache.set(`key ${number}`, session);
    assert.equal(cache.get('used'), session);
  }
  const kept = Array.from({ length: 10_000 }, (_, number) => cache.get(`key ${number}`)).filter(Boolean);
  assert.equal(kept.length, 255);
  assert.equal(cache.get('key 9999'), session);
});
