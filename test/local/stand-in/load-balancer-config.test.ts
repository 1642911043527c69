import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadBalancerConfig } from '../../../lib/local/stand-in/load-balancer-config.ts';
import { headerLines } from '../../../proxy-runtime/config/values/header-lines.ts';
import type { DeployedProxy, RedirectLocation } from '../../../lib/local/index.ts';
import { deployedProxy } from '../support/deployed.ts';

const target = '127.0.0.1:5000';
const localPorts = new Map([
  [443, 8080],
  [80, 40_001],
]);

function withAttributes(attributes: Readonly<Record<string, string>>): DeployedProxy {
  const proxy = deployedProxy();
  return { ...proxy, loadBalancer: { ...proxy.loadBalancer, attributes } };
}

function redirectTo(location: Partial<RedirectLocation>): string | undefined {
  const whole = {
    protocol: '#{protocol}',
    host: '#{host}',
    port: '#{port}',
    path: '/#{path}',
    query: '#{query}',
    ...location,
  };
  const proxy = deployedProxy();
  const listeners = [
    { port: 80, protocol: 'HTTP', action: { type: 'redirect', statusCode: 302, location: whole } } as const,
  ];
  const { servers } = loadBalancerConfig(
    { ...proxy, loadBalancer: { ...proxy.loadBalancer, listeners } },
    { target, localPorts },
  );
  return servers[0]?.locations['/']?.return?.text;
}

describe('loadBalancerConfig', () => {
  test("has the load balancer's times", () => {
    const attributes = { 'idle_timeout.timeout_seconds': '4000', 'client_keep_alive.seconds': '7200' };
    const config = loadBalancerConfig(withAttributes(attributes), { target, localPorts });
    assert.equal(config.proxyReadTimeout, 4000);
    assert.equal(config.keepaliveTimeout, 4000);
    assert.equal(config.clientHeaderTimeout, 4000);
    assert.equal(config.keepaliveTime, 7200);
    assert.equal(config.workerShutdownTimeout, undefined, 'a change of attributes cuts nobody');
  });

  test("has AWS's times where none are set", () => {
    const config = loadBalancerConfig(withAttributes({}), { target, localPorts });
    assert.equal(config.proxyReadTimeout, 60);
    assert.equal(config.keepaliveTime, 3600);
  });

  test('answers 503 while there is no target', () => {
    const { servers, upstreams } = loadBalancerConfig(deployedProxy(), { target: undefined, localPorts });
    assert.deepEqual(servers[0]?.locations, { '/': { return: { code: 503 } } });
    assert.equal(upstreams, undefined);
  });

  test('treats X-Forwarded-For as its mode says', () => {
    const set = (mode: string): unknown => {
      const proxy = withAttributes({ 'routing.http.xff_header_processing.mode': mode });
      const lines = loadBalancerConfig(proxy, { target, localPorts }).servers[0]?.proxySetHeader ?? {};
      return headerLines(lines).find(({ name }) => name === 'X-Forwarded-For')?.value;
    };
    assert.equal(set('append'), '$proxy_add_x_forwarded_for');
    assert.equal(set('preserve'), undefined);
    assert.equal(set('remove'), '');
  });

  test('drops headers with odd names only when it is told to', () => {
    const flags = (value: string): unknown[] => {
      const proxy = withAttributes({ 'routing.http.drop_invalid_header_fields.enabled': value });
      const { ignoreInvalidHeaders, underscoresInHeaders } = loadBalancerConfig(proxy, { target, localPorts });
      return [ignoreInvalidHeaders, underscoresInHeaders];
    };
    assert.deepEqual(flags('true'), ['on', 'off']);
    assert.deepEqual(flags('false'), ['off', 'on']);
  });

  test('redirects to where the other listener is on this machine', () => {
    assert.equal(redirectTo({ protocol: 'HTTPS', port: '443' }), 'http://$host:8080$request_uri');
  });

  test('redirects elsewhere as deployed', () => {
    const elsewhere = { protocol: 'HTTPS', host: 'www.example.com', port: '8443' };
    assert.equal(redirectTo(elsewhere), 'https://www.example.com:8443$request_uri');
    assert.equal(
      redirectTo({ ...elsewhere, path: '/new/#{path}', query: 'from=#{host}' }),
      'https://www.example.com:8443/new$uri?from=$host',
    );
    assert.equal(redirectTo({ ...elsewhere, path: '/', query: '' }), 'https://www.example.com:8443/');
  });
});
