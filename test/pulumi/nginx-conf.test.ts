import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as pulumi from '@pulumi/pulumi';
import { Backend, NginxConf } from 'websocket-proxy-constructs/pulumi';
import { parseNginxConf } from '../../lib/plan/index.ts';
import { convertArgs } from '../../lib/pulumi/provider/convert-args.ts';
import { configOf, proxy, record } from './fixture.ts';

const SITE = `
  map $http_upgrade $upgrade_websocket { websocket websocket; }
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  upstream chat { server 127.0.0.1:3000; }
  server {
    listen 80;
    location /ws/ {
      proxy_pass http://chat;
      proxy_set_header Upgrade $upgrade_websocket;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout 5m;
    }
    location / { proxy_pass http://legacy.example.com:8080; }
  }`;

describe('WebSocketProxy with an nginx.conf', () => {
  test('runs what it says, with backends in the place of servers', async () => {
    const recording = await record(() =>
      proxy({
        nginxConf: NginxConf.fromText(SITE),
        backends: { chat: Backend.url(pulumi.output('http://chat.internal:8080')) },
        idleTimeout: pulumi.output(60),
      }),
    );
    const { servers, upstreams, keepaliveTimeout } = configOf(recording);
    assert.deepEqual(Object.keys(servers[0]?.locations ?? {}), ['/ws/', '/']);
    assert.deepEqual(upstreams?.['chat']?.servers, [{ address: 'chat.internal:8080', resolve: true }]);
    assert.equal(keepaliveTimeout, 70);
    assert.ok(!recording.warnings.some((text) => text.startsWith('nginxConf')));
  });

  test('warns of what will not be as it was, once every number is known', async () => {
    const { warnings } = await record(() =>
      proxy({ nginxConf: NginxConf.fromText(SITE), backends: undefined, idleTimeout: pulumi.output('10m') }),
    );
    assert.deepEqual(
      warnings.filter((text) => text.startsWith('nginxConf')),
      [
        "nginxConf: 127.0.0.1:3000 is the task itself here, where no backend is; give backends: { 'chat': … }",
        'nginxConf: /ws/: the proxy closes an idle WebSocket after 300 s (proxy_read_timeout), before the load balancer would after 600 s; leave it out, or make it longer',
      ],
    );
  });

  test('asks an https backend under its own name, and warns of a location that may not', async () => {
    const site = `
      upstream api { server 10.0.0.5:443; }
      server { listen 80; set $b api; location / { proxy_pass https://api; } location /any/ { proxy_pass https://$b; } }`;
    const recording = await record(() =>
      proxy({
        nginxConf: NginxConf.fromText(site),
        backends: { api: Backend.url(pulumi.output('https://api.example.com')) },
      }),
    );
    assert.equal(configOf(recording).servers[0]?.locations['/']?.proxySslName, 'api.example.com');
    assert.ok(
      recording.warnings.some((text) => text.includes('location /any/: proxy_pass https://$b may be to api, ')),
      recording.warnings.join('\n'),
    );
  });

  test('refuses before anything is created', async () => {
    const { resources } = await record(() => {
      assert.throws(() => proxy({ backends: undefined }), {
        message:
          "chat: neither backends nor nginxConf is given; give backends: { '/': Backend.url('http://host:port') }",
      });
      assert.throws(() => proxy({ nginxConf: NginxConf.fromText(SITE) }, 'edge'), {
        message:
          "edge: backends['/'] is no upstream of nginxConf, which has legacy.example.com:8080, chat; name one of its upstream blocks",
      });
    });
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith('aws:')),
      [],
    );
  });

  test('is a text in other languages', () => {
    const { settings } = convertArgs({ vpcId: 'vpc-1', nginxConf: SITE });
    assert.deepEqual(settings.nginxConf, parseNginxConf(SITE));
    assert.throws(() => convertArgs({ vpcId: 'vpc-1', nginxConf: 'server { listen 80; }}' }), {
      name: 'PlanError',
      message: /^nginxConf: nginx\.conf:1: /,
    });
  });
});
