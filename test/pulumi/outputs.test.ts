import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Backend, LoadBalancing, NginxConf } from 'websocket-proxy-constructs/pulumi';
import { parseNginxConf } from '../../lib/plan/index.ts';
import { convertArgs } from '../../lib/pulumi/provider/convert-args.ts';
import { PROXY_SET_HEADER } from '../../lib/plan/configuration/set-headers.ts';
import { configOf, inputsOf, proxy, record, valueOf } from './fixture.ts';

const TASK = 'aws:ecs/taskDefinition:TaskDefinition';

const SITE = (region: string): string => `
  sendfile on;
  upstream u { server 10.0.0.1:80; }
  server { listen 80; underscores_in_headers on; location / { proxy_pass http://u; proxy_set_header X-Region ${region}; } }`;

describe('Outputs in the directives of a backend', () => {
  test('are values wherever one may be', async () => {
    const recording = await record(() => {
      const region = pulumi.output('eu-central-1');
      return proxy({
        backends: {
          '/': Backend.url('http://api.internal', {
            proxySetHeader: { 'X-Region': region, 'X-Both': ['a', pulumi.interpolate`${region}-$host`] },
            proxyReadTimeout: pulumi.output(30),
            proxySocketKeepalive: pulumi.output('off' as const),
            addHeader: pulumi.output([{ name: 'X-Served-By', value: 'proxy' }]),
          }),
        },
      });
    });
    const location = configOf(recording).servers[0]?.locations['/'];
    assert.deepEqual(location, {
      proxyPass: 'http://api.internal',
      addHeader: [{ name: 'X-Served-By', value: 'proxy' }],
      proxyReadTimeout: 30,
      proxySetHeader: {
        ...PROXY_SET_HEADER,
        'X-Region': 'eu-central-1',
        'X-Both': ['a', 'eu-central-1-$host'],
      },
      proxySocketKeepalive: 'off',
    });
  });

  test('are unknown in a preview, as the task definition is then, and what is known is checked', async () => {
    const recording = await record(
      () => {
        const { id } = new aws.ec2.Vpc('later');
        const known = Backend.url('http://a.internal', { proxySetHeader: { 'X-Vpc': id }, proxyReadTimeout: '1 hour' });
        assert.throws(() => proxy({ backends: { '/': known } }, 'refused'), {
          message: /^refused: backends\['\/'\] proxyReadTimeout: "1 hour" is not a time; /,
        });
        return proxy({ backends: { '/': Backend.url('http://a.internal', { proxySetHeader: { 'X-Vpc': id } }) } });
      },
      { preview: true },
    );
    assert.ok(pulumi.isUnknown(inputsOf(recording, TASK)['containerDefinitions']));
    assert.equal(inputsOf(recording, 'aws:lb/loadBalancer:LoadBalancer')['idleTimeout'], 3600);
  });

  test('are warned of as soon as they are known', async () => {
    const { warnings } = await record(() =>
      proxy({
        loadBalancing: LoadBalancing.application({ internetFacing: false }),
        backends: {
          '/': Backend.url('http://a.internal', { proxySetHeader: { 'X-Real-IP': pulumi.output('$remote_addr') } }),
        },
      }),
    );
    assert.deepEqual(warnings, [
      "backends['/']: $remote_addr (proxy_set_header X-Real-IP) is the load balancer's here; use $http_x_forwarded_for, whose last address is the client's",
    ]);
  });

  test('are warned of as credentials by their header, even if Pulumi keeps them secret: AWS does not', async () => {
    const { warnings } = await record(() =>
      proxy({
        loadBalancing: LoadBalancing.application({ internetFacing: false }),
        backends: {
          '/': Backend.url('http://a.internal', {
            proxySetHeader: { Authorization: pulumi.secret('Bearer not-so-secret'), 'X-Tenant': '$http_x_tenant' },
          }),
        },
      }),
    );
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /^backends\['\/'\]: proxy_set_header Authorization: looks like a credential, /);
    assert.doesNotMatch(warnings[0] ?? '', /not-so-secret/);
  });
});

describe('An nginx.conf that is known later', () => {
  test('is read then, and followed', async () => {
    const recording = await record(() =>
      proxy({
        loadBalancing: LoadBalancing.application({ internetFacing: false }),
        backends: undefined,
        nginxConf: NginxConf.fromText(pulumi.interpolate`${SITE('x')}`),
      }),
    );
    assert.deepEqual(configOf(recording).servers[0]?.locations['/']?.proxySetHeader, { 'X-Region': 'x' });
    assert.equal(inputsOf(recording, 'aws:lb/loadBalancer:LoadBalancer')['dropInvalidHeaderFields'], false);
    assert.match(
      recording.warnings[0] ?? '',
      /^nginxConf: server 1: underscores_in_headers on: the load balancer passes on/,
    );
  });

  test('is one in other languages, too', async () => {
    const { nginxConf } = convertArgs({ vpcId: 'vpc-1', nginxConf: pulumi.output(SITE('x')) }).settings;
    assert.ok(pulumi.Output.isInstance(nginxConf));
    assert.deepEqual(await valueOf(pulumi.output(nginxConf)), parseNginxConf(SITE('x')));
  });
});

test('A backend on localhost is refused, unless a transform may have added it to the task', async () => {
  const backends = { '/': Backend.url('http://localhost:3000') };
  await record(() => {
    assert.throws(() => proxy({ backends }, 'alone'), {
      name: 'PlanError',
      message:
        "alone: backends['/']: localhost:3000 is the task itself, where no other container is; use the backend's address or name, or add one to containerDefinitions by transform.taskDefinition",
    });
    assert.doesNotThrow(() => proxy({ backends, transform: { taskDefinition: { tags: {} } } }, 'beside'));
  });
});
