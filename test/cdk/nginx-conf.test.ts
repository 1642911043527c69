import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Backend, NginxConf, WebSocketProxy } from 'websocket-proxy-constructs/cdk';
import { chatService, proxyConfig, proxyConfigJson, TestStack } from './fixture.ts';

const SITE = `
  sendfile on;
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  upstream chat { ip_hash; server 10.0.0.5:3000; }
  server {
    listen 80;
    location /ws/ {
      proxy_pass http://chat;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
    location / { proxy_pass http://legacy.example.com:8080; }
  }`;

describe('WebSocketProxy with an nginx.conf', () => {
  test('runs what it says, without any backend', () => {
    const stack = new TestStack();
    stack.addProxy({ backends: undefined, nginxConf: NginxConf.fromText(SITE) });
    const { servers, upstreams, proxyReadTimeout } = proxyConfig(stack.template());
    assert.deepEqual(Object.keys(servers[0]?.locations ?? {}), ['/ws/', '/']);
    assert.equal(proxyReadTimeout, 3610);
    assert.deepEqual(upstreams?.['chat']?.servers, [{ address: '10.0.0.5:3000' }]);
  });

  test('finds a service instead of the servers of an upstream, and is let in to it', () => {
    const stack = new TestStack();
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc });
    const nginxConf = NginxConf.fromText(SITE);
    const backends = { chat: Backend.service(chatService(stack, cluster), 8080) };
    stack.addProxy({ cluster, nginxConf, backends });
    const template = stack.template();
    const { upstreams } = proxyConfigJson(template);
    assert.equal(upstreams?.['chat']?.balancer, 'ip_hash');
    assert.match(upstreams['chat'].servers[0]?.address ?? '', /internal:8080$/);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 8080, ToPort: 8080 });
  });

  test('takes backends later, and refuses those of no upstream', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy({ backends: undefined, nginxConf: NginxConf.fromText(SITE) });
    proxy.addBackend('legacy.example.com:8080', Backend.url('http://legacy.internal'));
    assert.throws(
      () => proxy.addBackend('/ws/', Backend.url('http://legacy.internal')),
      /^PlanError: Chat\/Proxy: backends\['\/ws\/'\] is no upstream of nginxConf, which has legacy\.example\.com:8080, chat;/,
    );
    const { upstreams } = proxyConfig(stack.template());
    assert.equal(upstreams?.['legacy.example.com:8080']?.servers[0]?.address, 'legacy.internal:80');
  });

  test('asks an https backend under its own name, and warns of a location that may not', () => {
    const stack = new TestStack();
    const site = `
      upstream api { server 10.0.0.5:443; }
      server { listen 80; set $b api; location / { proxy_pass https://api; } location /any/ { proxy_pass https://$b; } }`;
    const proxy = stack.addProxy({ backends: undefined, nginxConf: NginxConf.fromText(site) });
    proxy.addBackend('api', Backend.url('https://api.example.com:8443'));
    const { locations } = proxyConfig(stack.template()).servers[0] ?? {};
    assert.deepEqual(locations?.['/'], {
      proxyPass: 'https://api',
      proxySslServerName: 'on',
      proxySslVerify: 'on',
      proxySslName: 'api.example.com',
      proxySetHeader: { Host: 'api.example.com:8443' },
    });
    Found.fromStack(stack).hasWarning(
      '/Chat/Proxy',
      Match.stringLikeRegexp('location /any/: proxy_pass https://\\$b may be to api, .*:nginxConfVariablePass'),
    );
  });

  test('warns of what is not as it was, and tells what has no effect', () => {
    const stack = new TestStack();
    stack.addProxy({ backends: undefined, nginxConf: NginxConf.fromText(SITE) });
    const found = Found.fromStack(stack);
    found.hasWarning(
      '/Chat/Proxy',
      Match.stringLikeRegexp('nginxConf: upstream chat: ip_hash goes by the load balancer'),
    );
    found.hasInfo('/Chat/Proxy', Match.stringLikeRegexp('^nginx\\.conf:2: .*sendfile'));
  });

  test('needs backends without one', () => {
    const stack = new TestStack();
    assert.throws(() => new WebSocketProxy(stack, 'Proxy', { vpc: stack.vpc }), {
      name: 'PlanError',
      message:
        "Chat/Proxy: neither backends nor nginxConf is given; give backends: { '/': Backend.url('http://host:port') }",
    });
  });

  test('refuses what would let in whom it keeps out', () => {
    const nginxConf = NginxConf.fromText(SITE.replace('listen', 'allow 192.0.2.1; deny all; listen'));
    assert.throws(
      () => new TestStack().addProxy({ backends: undefined, nginxConf }),
      /^PlanError: Chat\/Proxy: nginxConf: server 1: allow 192\.0\.2\.1 would be about the load balancer's address/,
    );
  });
});
