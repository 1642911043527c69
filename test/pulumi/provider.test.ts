import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as pulumi from '@pulumi/pulumi';
import {
  Backend,
  Compute,
  LoadBalancing,
  PlanError,
  RuntimeImage,
  Scaling,
  WebSocketProxy,
} from 'websocket-proxy-constructs/pulumi';
import { WebSocketProxyProvider } from '../../lib/pulumi/provider/provider.ts';
import { configOf, record, type Recorded, valueOf } from './fixture.ts';

const TYPE = 'websocket-proxy-constructs:index:WebSocketProxy';

const NETWORK = {
  vpcId: 'vpc-1',
  publicSubnetIds: ['subnet-1', 'subnet-2'],
  privateSubnetIds: ['subnet-3', 'subnet-4'],
};

/** What the component is asked for by another language. */
function construct(inputs: pulumi.Inputs): Promise<pulumi.provider.ConstructResult> {
  return new WebSocketProxyProvider().construct('edge', TYPE, { ...NETWORK, ...inputs }, {});
}

describe('The component in other languages', () => {
  test('is the one of TypeScript, down to the names', async () => {
    const chat = { port: 8080, securityGroupId: pulumi.output('sg-chat') };
    const common = {
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
      idleTimeout: '15m',
      tags: { team: 'chat' },
    };
    const foreign = await record(() =>
      construct({
        ...common,
        loadBalancing: { application: { clientKeepAlive: '2h' } },
        compute: { fargate: { cpu: 512 } },
        scaling: { fixed: { desiredCount: 3 } },
        services: { chat },
        backends: { '/chat/': { service: 'chat' }, '/': { url: 'http://legacy.internal' } },
      }),
    );
    const native = await record(
      () =>
        new WebSocketProxy('edge', {
          ...NETWORK,
          ...common,
          loadBalancing: LoadBalancing.application({ clientKeepAlive: '2h' }),
          compute: Compute.fargate({ cpu: 512 }),
          scaling: Scaling.fixed(3),
          image: RuntimeImage.onNodeImage(),
          backends: { '/': Backend.url('http://legacy.internal'), '/chat/': Backend.service('chat', chat) },
        }),
    );
    assert.deepEqual(byName(foreign.resources), byName(native.resources));
  });

  test("has TypeScript's directives for a location, of a service that several have, too", async () => {
    const chat = { port: 8080, securityGroupId: pulumi.output('sg-chat') };
    const room = { proxySetHeader: { 'X-Room': '$arg_room' }, proxyReadTimeout: pulumi.output('30s'), internal: true };
    const foreign = await record(() =>
      construct({
        services: { chat },
        backends: {
          '/': { url: 'http://legacy.internal', proxyBufferSize: '8k', proxyHideHeader: ['X-Powered-By'] },
          '/chat/': { service: 'chat', clientMaxBodySize: '10m' },
          '/room/': { service: 'chat', ...room },
        },
      }),
    );
    const native = await record(
      () =>
        new WebSocketProxy('edge', {
          ...NETWORK,
          backends: {
            '/': Backend.url('http://legacy.internal', { proxyBufferSize: '8k', proxyHideHeader: ['X-Powered-By'] }),
            '/chat/': Backend.service('chat', chat, { clientMaxBodySize: '10m' }),
            '/room/': Backend.url('http://room.internal', room),
          },
        }),
    );
    const names = foreign.resources.map(({ name }) => name).filter((name) => name.includes('chat'));
    assert.deepEqual(names, [...new Set(names)], 'a service is made once');
    const [ours, theirs] = [foreign, native].map((recording) => configOf(recording).servers[0]?.locations);
    const proxyPass = ours?.['/chat/']?.proxyPass;
    assert.ok(proxyPass !== undefined);
    assert.deepEqual(ours, { ...theirs, '/room/': { ...theirs?.['/room/'], proxyPass } });
  });

  test('gives what its schema says', async () => {
    const { result } = await record(() =>
      construct({ services: { chat: { port: 80 } }, backends: { '/': { service: 'chat' } } }),
    );
    const { urn, state } = await result;
    assert.equal(await valueOf(pulumi.output(urn)), `urn:pulumi:stack::project::${TYPE}::edge`);
    assert.equal(await valueOf(pulumi.output(state['url'])), 'http://edge-alb.example.com');
    assert.deepEqual(await valueOf(pulumi.output(state['registryArns'])), {
      chat: 'arn:aws:servicediscovery:eu-central-1:123456789012:edge-chat',
    });
    const undefinedOnes = Object.entries(state).filter(([, value]) => value === undefined);
    assert.deepEqual(undefinedOnes, []);
  });

  test('has its locations in one order, whatever that of the map', async () => {
    const url = { url: 'http://legacy.internal' };
    const one = await record(() => construct({ backends: { '/b/': url, '/a/': url, '/': url } }));
    const other = await record(() => construct({ backends: { '/': url, '/a/': url, '/b/': url } }));
    assert.deepEqual(byName(one.resources), byName(other.resources));
  });

  test('takes an image that is there', async () => {
    const { resources } = await record(() =>
      construct({ imageUri: pulumi.output('example/wsproxy:1'), backends: { '/': { url: 'http://legacy.internal' } } }),
    );
    assert.match(JSON.stringify(resources), /example\/wsproxy:1/);
  });

  for (const [inputs, message] of [
    [{ backends: { '/': {} } }, "backends['/'] is no backend; give it a url, or the name of one of the services"],
    [
      { backends: { '/': { service: 'chat' } }, services: { room: { port: 80 } } },
      "backends['/'] is the service 'chat', but services has room; add it there",
    ],
    [
      { backends: { '/': { url: 'http://legacy' } }, imageUri: 'example/wsproxy', dockerBuild: true },
      'imageUri is given, but dockerBuild says where another image is from; leave one out',
    ],
    [
      { backends: { '/': { url: 'http://legacy' } }, idleTimeout: '15 minuts' },
      `idleTimeout is '15 minuts', but takes seconds, or nginx's syntax; use 900, '900s', '15m' or '1h30m'`,
    ],
    [
      { backends: { '/': { url: 'http://legacy' } }, idleTimout: '15m' },
      'there is no argument idleTimout; use idleTimeout',
    ],
    [
      { backends: { '/': { url: 'http://legacy' } }, image: 'x' },
      'there is no argument image; use imageUri, nodeImage or dockerBuild',
    ],
    [{ backends: { '/': { uri: 'http://legacy' } } }, "there is no key backends['/'].uri; use url"],
    [
      { backends: { '/': { url: 'http://legacy', proxyReadTimout: '30s' } } },
      "backends['/'] proxyReadTimout: unknown option; did you mean proxyReadTimeout?",
    ],
    [
      { backends: { '/': { url: 'http://legacy', keepaliveTimeout: '30s' } } },
      "backends['/'] keepaliveTimeout: concerns the connection to the load balancer, and follows from idleTimeout; leave it out",
    ],
    [
      { backends: { '/': { service: 'chat' } }, services: { chat: { port: '80' } } },
      "services['chat'].port is '80', but takes whole numbers; use 80",
    ],
    [
      { backends: { '/': { url: 'http://legacy' } }, dockerBuild: 'true' },
      "dockerBuild is 'true', but takes true or false; use true",
    ],
    [
      { backends: pulumi.output({ '/': { url: 'http://legacy' } }) },
      'backends is an output, but it decides which resources there are; give it a plain value',
    ],
    [
      { backends: { '/': pulumi.output({ url: 'http://legacy', proxyReadTimeout: '30s' }) } },
      "backends['/'] is an output, but it decides which resources there are; give it a plain value",
    ],
    [
      { backends: { '/': { url: 'http://legacy' } }, internal: true },
      'internal is loadBalancing.application.internetFacing now, which is its opposite; give it as loadBalancing',
    ],
    [
      { backends: { '/': { url: 'http://legacy' } }, loadBalancing: { internetFacing: true } },
      'loadBalancing has internetFacing, but takes one of application; use { application: { internetFacing: false } }',
    ],
    [
      { backends: { '/': { url: 'http://legacy' } }, scaling: { fixed: { desiredCount: '3' } } },
      "scaling.desiredCount is '3', but takes whole numbers; use 3",
    ],
  ] as const) {
    test(`refuses: ${message}`, async () => {
      await assert.rejects(
        record(() => construct(inputs)),
        (error) => error instanceof PlanError && error.message === `edge: ${message}`,
      );
    });
  }

  test('refuses another component', () => {
    assert.throws(
      () => new WebSocketProxyProvider().construct('edge', 'websocket-proxy-constructs:index:Other', {}, {}),
      {
        message: `there is no websocket-proxy-constructs:index:Other here; use ${TYPE}`,
      },
    );
  });
});

function byName(resources: readonly Recorded[]): unknown {
  // A file to upload is a promise of its path.
  const plain = (inputs: Recorded['inputs']): object => ({
    ...inputs,
    ...('source' in inputs && { source: 'a file' }),
  });
  return Object.fromEntries(
    resources.map(({ name, inputs, ...resource }) => [name, { ...resource, inputs: plain(inputs) }]).toSorted(),
  );
}
