import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BalancerSettings } from '../../../proxy-runtime/compile/balancer.ts';
import type { Request } from '../../../proxy-runtime/request/request.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { startNginx, withoutNginx } from '../support/nginx.ts';
import { chooser, peer } from '../support/peer.ts';

const key = (request: Request): string => request.uri.args ?? '';

const BALANCERS: readonly (readonly [string, BalancerSettings])[] = [
  ['hash $args', { kind: 'hash', key, consistent: false }],
  ['hash $args consistent', { kind: 'hash', key, consistent: true }],
  ['ip_hash', { kind: 'ip_hash' }],
  ['least_conn', { kind: 'least_conn' }],
];

const CLIENTS = [
  ...Array.from({ length: 40 }, (_, index) => `10.${index * 7}.${index}.1`),
  ...Array.from({ length: 20 }, (_, index) => `2001:db8:${index}::${(index * 4099).toString(16)}`),
];

describe('the same servers as nginx', { skip: withoutNginx }, () => {
  for (const [directive, balancer] of BALANCERS) {
    test(`are chosen by ${directive}`, async () => {
      const settings = [{ weight: 1 }, { weight: 3 }, { weight: 2, down: true }, { weight: 2 }];
      await using backends = new AsyncDisposableStack();
      const addresses: string[] = [];
      while (addresses.length < settings.length) {
        const backend = await startRawBackend(answering(() => 'HTTP/1.1 204 No Content\r\n\r\n'));
        addresses.push(backends.use(backend).address);
      }
      const servers = settings.map(
        ({ weight, down }, index) => `server ${addresses[index]} weight=${weight}${down ? ' down' : ''};`,
      );
      await using nginx = await startNginx(
        `upstream u { ${directive}; ${servers.join(' ')} }
         server { listen LISTEN; set_real_ip_from unix:; real_ip_header X-Client; add_header X-Chosen $upstream_addr;
                  location / { proxy_pass http://u; } }`,
      );
      const choose = chooser(
        settings.map((each, index) => peer(addresses[index] ?? '', each)),
        balancer,
      );
      const chosen = { nginx: [] as (string | undefined)[], here: [] as (string | undefined)[] };
      for (const [index, remoteAddress] of CLIENTS.entries()) {
        const args = `user=${index * index}`;
        chosen.nginx.push(await nginx.ask(`/?${args}`, { 'X-Client': remoteAddress }, 'x-chosen'));
        const choice = choose({ args, client: { remoteAddress } });
        const taken = choice.next();
        chosen.here.push(taken?.name);
        if (taken !== undefined) choice.accounts.release(taken, 'success');
      }
      assert.ok(new Set(chosen.nginx).size === 3, chosen.nginx.join());
      assert.deepEqual(chosen.here, chosen.nginx);
    });
  }
});
