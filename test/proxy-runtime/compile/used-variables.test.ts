import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compile } from '../../../proxy-runtime/compile/compile.ts';
import type { ProxyConfig } from '../../../proxy-runtime/index.ts';

function keeps(http: Partial<ProxyConfig>): boolean {
  return compile({ servers: [{ listen: 80, locations: {} }], ...http }).shared.keepsSentHeaders;
}

describe('header lines that were sent are kept', () => {
  for (const [what, http] of Object.entries({
    'by a log format, whatever its case': { logFormats: { a: { format: '$Sent_HTTP_Location' } } },
    'by a map': { maps: { $a: { source: '${sent_http_x}', values: {} } } },
    'by add_header of the http level': { addHeader: [{ name: 'X', value: '$sent_http_y' }] },
    'by the condition of a log': { accessLog: { path: 'stdout', if: '$sent_http_x' } },
  } satisfies Record<string, Partial<ProxyConfig>>)) {
    test(what, () => assert.ok(keeps(http)));
  }

  test('for nobody else', () => {
    assert.ok(!keeps({ addHeader: [{ name: 'sent_http_x', value: '$http_x' }] }));
    assert.ok(
      !keeps({ maps: { $sent_http_x: { source: '$uri', values: {} } }, logFormats: { a: { format: '$sent_http_x' } } }),
    );
  });
});

describe("a backend's header lines are kept while a tunnel lasts", () => {
  function keepsThem(http: Partial<ProxyConfig>): boolean {
    return compile({ servers: [{ listen: 80, locations: {} }], ...http }).shared.keepsUpstreamHeaders;
  }

  test('where a log shows one', () => {
    assert.ok(keepsThem({ logFormats: { a: { format: '$upstream_http_x' } } }));
    assert.ok(keepsThem({ logFormats: { a: { format: '$upstream_cookie_x' } } }));
  });

  test('nowhere else', () => assert.ok(!keepsThem({})));
});
