import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';

test('importing the constructs does not load the proxy engine', async () => {
  const loaded: string[] = [];
  const hooks = registerHooks({
    load(url, context, nextLoad) {
      loaded.push(url);
      return nextLoad(url, context);
    },
  });
  await import('websocket-proxy-constructs/cdk');
  hooks.deregister();
  const engine = loaded.filter((url) =>
    /proxy-runtime\/(proxy|main|listener|connection|exchange|upstream|net)\b/.test(url),
  );
  assert.deepEqual(engine, []);
  assert.ok(loaded.some((url) => url.endsWith('/lib/cdk/websocket-proxy.ts')));
});
