import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseBackendUrl } from '../../../lib/plan/backends/backend-url.ts';

describe('parseBackendUrl', () => {
  for (const [url, expected] of [
    ['http://legacy.internal:8080', { scheme: 'http', host: 'legacy.internal', port: '8080', name: 'legacy.internal' }],
    ['http://legacy', { scheme: 'http', host: 'legacy', port: '80', name: 'legacy' }],
    ['https://api.example.com', { scheme: 'https', host: 'api.example.com', port: '443', name: 'api.example.com' }],
    ['HTTP://10.0.0.1:1/', { scheme: 'http', host: '10.0.0.1', port: '1', name: '10.0.0.1', uri: '/' }],
    [
      'http://[fd00::1]:65535/v1/',
      { scheme: 'http', host: '[fd00::1]', port: '65535', name: '[fd00::1]', uri: '/v1/' },
    ],
  ] as const) {
    test(`reads ${url}`, () => {
      assert.deepEqual(parseBackendUrl(url), expected);
    });
  }

  for (const [url, problem] of [
    ['legacy.internal:8080', "is not a URL; write it as 'http://host:port'"],
    ['', "is not a URL; write it as 'http://host:port'"],
    ['ftp://legacy', "begins with ftp, but the proxy speaks http and https; write it as 'http://host:port'"],
    ['ws://legacy', 'begins with ws, but a WebSocket starts as an HTTP request; write http://'],
    ['wss://legacy', 'begins with wss, but a WebSocket starts as an HTTP request; write https://'],
    [
      'http://user:secret@legacy',
      'has credentials, which would be readable in the task definition; let the client or the backend send them',
    ],
    ['http://legacy/?a=1', "has a query, but a request's own is passed on; leave it out"],
    ['http://legacy?a=1', "has a query, but a request's own is passed on; leave it out"],
    ['http://legacy/#top', 'has a fragment, which is never sent; leave it out'],
    ['http://:8080', "has no usable host; write it as 'http://host:port'"],
    ['http://leg acy', "has no usable host; write it as 'http://host:port'"],
    ['http://legacy:0', "has the port '0', but TCP allows 1 to 65535; write it as 'http://host:port'"],
    ['http://legacy:65536', "has the port '65536', but TCP allows 1 to 65535; write it as 'http://host:port'"],
    ['http://legacy:', "has the port '', but TCP allows 1 to 65535; write it as 'http://host:port'"],
  ] as const) {
    test(`refuses '${url}'`, () => {
      assert.throws(() => parseBackendUrl(url), { name: 'PlanError', message: `the backend URL '${url}' ${problem}` });
    });
  }

  test('takes a host and a port that are not known yet', () => {
    const isKnown = (text: string): boolean => !text.includes('${');
    assert.deepEqual(parseBackendUrl('http://${Token[Dns.1]}:${Token[TOKEN.2]}/v1', isKnown), {
      scheme: 'http',
      host: '${Token[Dns.1]}',
      port: '${Token[TOKEN.2]}',
      uri: '/v1',
    });
  });
});
