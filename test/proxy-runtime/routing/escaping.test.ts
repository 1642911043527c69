import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { answering, startRawBackend, type RawBackend } from '../../support/raw-backend.ts';
import { ok } from '../../support/test-proxy.ts';
import { besideNginx, type BesideNginx } from '../support/beside-nginx.ts';
import { withoutNginx } from '../support/nginx.ts';

interface Fixture extends AsyncDisposable {
  readonly both: BesideNginx;
  /** What a request for the target makes both ask the backend for, the last of it, and the `Location` the client gets. */
  same(target: string): Promise<readonly (string | undefined)[]>;
}

async function start(server: (backend: RawBackend) => string): Promise<Fixture> {
  await using stack = new AsyncDisposableStack();
  const asked: string[] = [];
  const backend = stack.use(
    await startRawBackend(
      answering((head) => {
        asked.push(head.split(' ')[1] ?? '');
        return ok('', 'Connection: close\r\n');
      }),
    ),
  );
  const both = stack.use(await besideNginx(`access_log off; server { listen LISTEN; ${server(backend)} }`));
  const own = stack.move();
  return {
    both,
    same: (target) =>
      both.same(async (side) => {
        asked.length = 0;
        const answer = await side.ask(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
        return [...asked, /^HTTP\/1.1 (\d+)/.exec(answer)?.[1], /^Location: (.*)\r$/m.exec(answer)?.[1]];
      }),
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
}

describe('as nginx does it', { skip: withoutNginx }, () => {
  test('each byte is escaped, or not, in a path that proxyPass gave another URI', async () => {
    await using fixture = await start(
      ({ address }) => `location /p/ { proxy_http_version 1.1; proxy_pass http://${address}/q/; }`,
    );
    for (let byte = 1; byte < 256; byte++) {
      const hex = byte.toString(16).padStart(2, '0');
      const [target] = await fixture.same(`/p/a%${hex}b`);
      assert.ok(target?.startsWith('/q/a'), hex);
      const raw = String.fromCharCode(byte);
      // The others are refused, or end the path.
      if (!/[\0-\x20"#%?\x7f]/.test(raw)) for (const path of [`a${raw}`, `%61${raw}`]) await fixture.same(`/p/${path}`);
    }
    for (const path of ['"?%41', '"#%41', './"', '/"', 'a/../"', 'a+%2b', '%252e']) await fixture.same(`/p/${path}`);
    assert.deepEqual(await fixture.same('/p/"\x80'), ['/q/"\x80', '200', undefined]);
    assert.deepEqual(await fixture.same('/p/"\x80%41'), ['/q/%22%80A', '200', undefined]);
  });

  test('a URI whose arguments were set is escaped if it was before', async () => {
    await using fixture = await start(
      ({ address }) => `location / { proxy_http_version 1.1; set $args 'new'; proxy_pass http://${address}; }`,
    );
    assert.deepEqual(await fixture.same('/"\x80?a'), ['/"\x80?new', '200', undefined]);
    assert.deepEqual(await fixture.same('/"%20\x80?a'), ['/%22%20%80?new', '200', undefined]);
  });

  test('the redirect to a location is escaped, one of `return` is not', async () => {
    await using fixture = await start(
      ({ address }) => `
        location '/x"y|%41 ö/' { proxy_pass http://${address}; }
        location /r { return 302 '/x"%20|'; }`,
    );
    const [, location] = await fixture.same('/x%22y|%2541%20\xc3\xb6?q"');
    assert.equal(location, 'http://a/x%22y%7C%2541%20%C3%B6/?q"');
    assert.deepEqual(await fixture.same('/r'), ['302', 'http://a/x"%20|']);
  });

  test('the URI of auth_request is a path as it is, and escaped', async () => {
    await using fixture = await start(
      ({ address }) => `
        proxy_http_version 1.1;
        location / { auth_request '/auth/../x//"%20?y'; proxy_pass http://${address}; }
        location /b { auth_request '/part/"%20?y'; proxy_pass http://${address}; }
        location /auth/ { proxy_pass http://${address}; }
        location /part/ { proxy_pass http://${address}/other/; }`,
    );
    assert.deepEqual(await fixture.same('/'), ['/auth/../x//%22%2520%3Fy', '/', '200', undefined]);
    assert.deepEqual(await fixture.same('/b"'), ['/other/%22%2520%3Fy', '/b"', '200', undefined]);
  });
});
