import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CfnParameter, Lazy } from 'aws-cdk-lib';
import { Annotations as Found } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Backend } from 'websocket-proxy-constructs/cdk';
import { PROXY_SET_HEADER } from '../../lib/plan/configuration/set-headers.ts';
import { proxyConfig, proxyConfigJson, TestStack } from './fixture.ts';

describe('Backend.url', () => {
  test('passes on the path and verifies https', () => {
    const stack = new TestStack();
    stack.addProxy({ backends: { '/api/': Backend.url('https://api.example.com/v2/') } });
    const { upstreams, servers } = proxyConfig(stack.template());
    assert.deepEqual(upstreams, {
      'api.example.com': {
        servers: [{ address: 'api.example.com:443', resolve: true }],
        keepalive: 256,
        keepaliveTimeout: 4,
      },
    });
    assert.deepEqual(servers[0]?.locations['/api/'], {
      proxyPass: 'https://api.example.com/v2/',
      proxySetHeader: { ...PROXY_SET_HEADER, Host: 'api.example.com' },
      proxySslServerName: 'on',
      proxySslVerify: 'on',
      proxySslName: 'api.example.com',
    });
  });

  test('has directives of its own, and keeps the standard headers', () => {
    const stack = new TestStack();
    const backend = Backend.url('http://api.internal', {
      proxyReadTimeout: '30s',
      proxySetHeader: { host: 'api', 'X-Tenant': 'a' },
    });
    stack.addProxy({ backends: { '/api/': backend } });
    const { proxyReadTimeout, proxySetHeader } = proxyConfig(stack.template()).servers[0]?.locations['/api/'] ?? {};
    assert.equal(proxyReadTimeout, '30s');
    const { Host, ...standard } = PROXY_SET_HEADER;
    assert.equal(Host, '$http_host');
    assert.deepEqual(Object.keys(proxySetHeader ?? {}), [...Object.keys(standard), 'host', 'X-Tenant']);
  });

  test('refuses a directive that is wrong, at its place', () => {
    const stack = new TestStack();
    const backend = Backend.url('http://api.internal', { proxyReadTimeout: '15 minuts' });
    assert.throws(() => stack.addProxy({ backends: { '/api/': backend } }), {
      message: /^Chat\/Proxy: backends\['\/api\/'\] proxyReadTimeout: "15 minuts" is not a time; /,
    });
  });

  test('warns of a directive that has another effect behind a load balancer, and refuses one that would let in anybody', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy({
      backends: { '/': Backend.url('http://api.internal', { proxySetHeader: { 'X-Real-IP': '$remote_addr' } }) },
    });
    Found.fromStack(stack).hasWarning(
      '/Chat/Proxy',
      "backends['/']: $remote_addr (proxy_set_header X-Real-IP) is the load balancer's here; use $http_x_forwarded_for, whose last address is the client's [ack: websocket-proxy-constructs:backendClient]",
    );
    const closed = Backend.url('http://api.internal', { access: [{ allow: '127.0.0.0/8' }, { deny: 'all' }] });
    assert.throws(() => proxy.addBackend('/api/', closed), {
      name: 'PlanError',
      message: /^Chat\/Proxy: backends\['\/api\/'\]: allow 127\.0\.0\.0\/8 would be about the load balancer's address/,
    });
  });

  test("refuses a directive of the load balancer's connection", () => {
    const stack = new TestStack();
    const backend = Backend.url('http://api.internal', { keepaliveTimeout: 10 });
    assert.throws(() => stack.addProxy({ backends: { '/api/': backend } }), {
      message:
        "Chat/Proxy: backends['/api/'] keepaliveTimeout: concerns the connection to the load balancer, and follows from idleTimeout; leave it out",
    });
  });

  test('takes a host that only the deployment knows, and names its upstream after the location', () => {
    const stack = new TestStack();
    const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, 'Internal', { vpc: stack.vpc });
    const url = `http://${loadBalancer.loadBalancerDnsName}`;
    stack.addProxy({ backends: { '/chat/': Backend.url(url), '/room/': Backend.url(`${url}/room/`) } });
    const { upstreams, servers } = proxyConfig(stack.template());
    const logicalId = stack.getLogicalId(loadBalancer.node.defaultChild as elbv2.CfnLoadBalancer);
    assert.deepEqual(upstreams, {
      chat: { servers: [{ address: `${logicalId}.DNSName:80`, resolve: true }], keepalive: 256, keepaliveTimeout: 4 },
    });
    assert.deepEqual(servers[0]?.locations, {
      '/chat/': { proxyPass: 'http://chat' },
      '/room/': { proxyPass: 'http://chat/room/' },
    });
  });

  test('takes a port that only the deployment knows, as text or as a number', () => {
    const stack = new TestStack();
    const port = new CfnParameter(stack, 'Port', { type: 'Number', default: 8080 });
    stack.addProxy({
      backends: {
        '/a/': Backend.url(`http://a.internal:${port.valueAsNumber}`),
        '/b/': Backend.url(`http://b.internal:${port.valueAsString}`),
        '/c/': Backend.url(`http://c.internal:${Lazy.number({ produce: () => 9090 })}`),
      },
    });
    const upstreams = Object.values(proxyConfigJson(stack.template()).upstreams ?? {});
    assert.deepEqual(
      upstreams.map(({ servers }) => servers[0]?.address),
      ['a.internal:Port', 'b.internal:Port', 'c.internal:9090'],
    );
  });
});

test('The order of backends and directives makes no other task definition, but for regular expressions', () => {
  const commandOf = (backends: Record<string, Backend>): string => {
    const stack = new TestStack();
    stack.addProxy({ backends });
    return JSON.stringify(proxyConfigJson(stack.template()));
  };
  const chat = (): Backend => Backend.url('http://a.internal', { proxyReadTimeout: 30, clientMaxBodySize: '1m' });
  const same = (): Backend => Backend.url('http://a.internal', { clientMaxBodySize: '1m', proxyReadTimeout: 30 });
  const other = Backend.url('http://a.internal:81');
  const one = commandOf({ '/chat/': chat(), '~ ^/b': other, '/': other, '= /x': other, '~ ^/a': chat() });
  assert.equal(commandOf({ '= /x': other, '~ ^/b': other, '~ ^/a': chat(), '/': other, '/chat/': same() }), one);
  assert.notEqual(commandOf({ '~ ^/a': chat(), '~ ^/b': other, '/chat/': chat(), '/': other, '= /x': other }), one);
});
