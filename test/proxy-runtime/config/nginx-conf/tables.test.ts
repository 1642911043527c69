import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readNginxConf } from '../../../../proxy-runtime/compile/index.ts';
import { defaultsOf } from '../../../../proxy-runtime/config/directives/directive.ts';
import { LOCATION_DIRECTIVES, SERVER_DIRECTIVES } from '../../../../proxy-runtime/config/directives/families.ts';
import { writeNginxConf } from '../../../../proxy-runtime/config/nginx-conf/index.ts';
import { HTTP_TABLE } from '../../../../proxy-runtime/config/nginx-conf/read/blocks/http.ts';
import { MAIN_TABLE } from '../../../../proxy-runtime/config/nginx-conf/read/blocks/main.ts';
import { UPSTREAM_TABLE } from '../../../../proxy-runtime/config/nginx-conf/read/blocks/upstream.ts';
import { parseProxyConfig } from '../../../../proxy-runtime/index.ts';
import type { LocationDirectives, ProxyConfig, ServerDirectives } from '../../../../proxy-runtime/index.ts';

const SERVERS = [{ listen: 8080, locations: { '/': { proxyPass: 'http://127.0.0.1:3000' } } }];

const DEFAULTS: LocationDirectives & ServerDirectives = {
  ...defaultsOf<LocationDirectives, typeof LOCATION_DIRECTIVES>(LOCATION_DIRECTIVES),
  ...defaultsOf<ServerDirectives, typeof SERVER_DIRECTIVES>(SERVER_DIRECTIVES),
};

/** What an nginx.conf has no word for, or another one: it is written as what does the same. */
const OTHERWISE: readonly string[] = [
  ...['proxyHideHeader', 'proxyPassHeader', 'access', 'authRequestSet', 'limitConn', 'limitReq', 'addHeader'],
  ...['accessLog', 'proxySetHeader', 'proxyLimitRate', 'earlyHints', 'proxyRedirect'],
];

/** A number and its text are one value of nginx's, and so are 0 and 0s. */
function asText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' ? String(each) : each === '0s' ? '0' : each,
  );
}

describe('the tables of directives', () => {
  for (const [name, table] of Object.entries({ main: MAIN_TABLE, http: HTTP_TABLE, upstream: UPSTREAM_TABLE })) {
    test(`${name}: a directive stands in a block by one row only`, () => {
      for (const directive of table.names) {
        const contexts = table.contextsOf(directive);
        assert.equal(new Set(contexts).size, contexts.length, `${directive}: ${contexts.join(', ')}`);
      }
    });
  }

  const defaults: [option: string, value: unknown][] = Object.entries(DEFAULTS);
  for (const [option, value] of defaults) {
    const config = { servers: SERVERS, [option]: value } as ProxyConfig;

    test(`the default of ${option} may be stated`, () => {
      assert.deepEqual(parseProxyConfig(config), config);
    });

    if (OTHERWISE.includes(option)) continue;
    test(`the default of ${option} is written and read back`, () => {
      const { text } = writeNginxConf(config);
      const read = readNginxConf(text).config as unknown as Readonly<Record<string, unknown>>;
      assert.equal(asText(read[option]), asText(value));
    });
  }
});
