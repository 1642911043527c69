import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Case } from './case.ts';
import { loadCases } from './load-cases.ts';
import { runCase } from './run-case.ts';
import { NGINX, skipTarget } from './targets.ts';

type Conf = Case['conf'];

/** Cases with a configuration under which nginx must not pass them, and what must be found wrong. */
const MUTATIONS: readonly (readonly [id: string, what: string, change: (conf: Conf) => Conf, wrong: RegExp])[] = [
  ['R02', 'no Upgrade header', plainProxy, /^backend connection 0$/],
  ['R09', 'no underscores', adding({ server: 'underscores_in_headers off;' }), /^backend connection 0$/],
  ['R12', 'no X-Forwarded-For', adding({ location: '' }), /^backend connection 0$/],
  ['R27', 'a later timeout', adding({ server: 'client_header_timeout 3s;' }), /^client c1: close \(ms\)$/],
  ['R28', 'a larger body', adding({ server: 'client_max_body_size 11;' }), /^client c1$/],
  ['K02', 'one more request', adding({ server: 'keepalive_requests 3;' }), /^client c1: script$/],
  ['S20', 'a client that may go', adding({ location: 'proxy_ignore_client_abort on;' }), /^access log$/],
  ['S25', 'a header less', adding({ location: 'add_header X-B 2;' }), /^client c1$/],
  ['S26', 'a header more', adding({ location: 'proxy_pass_header Server;' }), /^client c1$/],
  ['S27', 'server tokens', adding({ server: 'server_tokens on;' }), /^client c1$/],
  ['L15', 'a higher limit', replacing('limit_conn z 1', 'limit_conn z 2'), /^client c2/],
  ['L19', 'no denial', adding({ location: '' }), /^client c1$/],
  ['P05', 'another try', adding({ location: '' }), /^backend: connections$/],
  ['P11', 'another weight', replacing('weight=5', 'weight=1'), /^client c1$/],
  ['P22', 'an address', replacing('nx.invalid', '127.0.0.1:1'), /^start$/],
  ['T04', 'an earlier timeout', adding({ location: 'proxy_read_timeout 300ms;' }), /^client c1: close \(ms\)$/],
  ['T06', 'a later timeout', adding({ location: 'proxy_read_timeout 2s;' }), /^client c1: close \(ms\)$/],
  ['T28', 'RST at the end', replacing('30s;', '30s; lingering_close off;'), /^client c1: close$/],
];

describe('nginx with', { concurrency: 4, skip: skipTarget('nginx') }, () => {
  const cases = new Map(loadCases().map((each) => [each.test.id, each.test]));
  for (const [id, what, change, wrong] of MUTATIONS) {
    test(`${what} fails ${id}`, async () => {
      const observed = cases.get(id);
      assert.ok(observed);
      const { failures } = await runCase({ ...observed, conf: change(observed.conf) }, NGINX);
      const found = failures.map((failure) => failure.what);
      assert.ok(
        found.some((each) => wrong.test(each)),
        `found wrong: ${found.join(', ') || 'nothing'}`,
      );
    });
  }
});

/** Nothing of what a WebSocket needs. */
function plainProxy(): Conf {
  return 'server { listen {{LISTEN}}; location / { proxy_pass http://{{BACKEND}}; } }';
}

function adding(additions: Partial<Exclude<Conf, string>>): (conf: Conf) => Conf {
  return (conf) => {
    assert.ok(typeof conf === 'object');
    return { ...conf, ...additions };
  };
}

function replacing(from: string, to: string): (conf: Conf) => Conf {
  return (conf) => {
    const text = JSON.stringify(conf);
    assert.ok(text.includes(from));
    return JSON.parse(text.replace(from, to)) as Conf;
  };
}
