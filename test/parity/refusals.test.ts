import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Input } from './cases.ts';
import { cdkSide } from './cdk-side.ts';
import { pulumiSide } from './pulumi-side.ts';

const LEGACY = { '/': { url: 'http://legacy.internal:8080' } } as const;

const SITE = 'upstream chat { server chat.internal; } server { listen 80; location / { proxy_pass http://chat; } }';

/** What neither front end takes. */
const REFUSED: readonly Input[] = [
  { backends: LEGACY, idleTimeout: 0 },
  { backends: LEGACY, idleTimeout: 4001 },
  { backends: LEGACY, clientKeepAlive: 59 },
  { backends: LEGACY, clientKeepAlive: 604_801 },
  { backends: LEGACY, deregistrationDelay: 3601 },
  { backends: LEGACY, stopTimeout: 1 },
  { backends: LEGACY, stopTimeout: 121 },
  { backends: LEGACY, desiredCount: -1 },
  { backends: LEGACY, desiredCount: 5001 },
  { backends: LEGACY, cpu: 300 },
  { backends: LEGACY, cpu: 512, memory: 512 },
  { backends: LEGACY, memory: 768 },
  { backends: LEGACY, capacity: { tunnels: 0 } },
  { backends: LEGACY, capacity: { tunnels: 10, messagesPerSecond: 0.5 } },
  { backends: LEGACY, capacity: { tunnels: 10_000_000 }, desiredCount: 2, cpu: 256 },
  { backends: LEGACY, capacity: { tunnels: 100_000_000_000 } },
  { backends: LEGACY, capacity: { tunnels: 10 }, cpu: 300 },
  { backends: LEGACY, capacity: { tunnels: 10 }, memory: 768 },
  { backends: LEGACY, sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' },
  { backends: LEGACY, redirectHttp: true },
  { backends: { chat: { url: 'http://legacy.internal' } } },
  { backends: { '/': { url: 'ws://legacy.internal' } } },
  { backends: { '/': { url: 'http://user:secret@legacy.internal' } } },
  { backends: { '/': { url: 'legacy.internal:8080' } } },
  { backends: { '~ ^/re': { url: 'http://legacy.internal/path/' } } },
  { backends: { '/': { url: 'http://legacy.internal', directives: { proxyReadTimeout: '15 minuts' } } } },
  { backends: { '/': { url: 'http://legacy.internal', directives: { keepaliveTimeout: 10 } } } },
  { backends: { '/': { url: 'http://legacy.internal', directives: { access: [{ allow: '127.0.0.0/8' }] } } } },
  { backends: { '/': { url: 'https://legacy.internal', directives: { proxySslTrustedCertificate: '/etc/ca.pem' } } } },
  { backends: { '/chat/*': { url: 'http://legacy.internal' } } },
  { backends: { '/api/:id': { url: 'http://legacy.internal' } } },
  { backends: { '/': { url: 'http://169.254.170.2/v2/credentials' } } },
  { backends: { '/': { url: 'http://legacy.internal', directives: { underscoresInHeaders: 'on' } as object } } },
  { backends: { '/': { url: 'http://legacy.internal', directives: { return: { code: 204 } } as object } } },
  { nginxConf: SITE, backends: { room: { url: 'http://legacy.internal' } } },
  { nginxConf: SITE, backends: { chat: { url: 'https://legacy.internal' } } },
  { nginxConf: SITE, backends: { chat: { url: 'http://legacy.internal/v1/' } } },
  { nginxConf: SITE, backends: { chat: { url: 'http://legacy.internal', directives: { proxyReadTimeout: '1h' } } } },
  { nginxConf: SITE.replace('location', 'allow 192.0.2.1; location') },
  { untyped: { props: { backends: LEGACY['/'] } } },
  { untyped: { props: { backends: [] } } },
  { untyped: { props: { backends: 'http://legacy.internal' } } },
  { untyped: { props: { backends: { '/': undefined } } } },
  { untyped: { props: { backends: { '/': 8080 } } } },
  { untyped: { props: { backends: { '/': 'legacy.internal' } } } },
  { untyped: { props: { nginxConf: 'nginx.conf' } } },
  { untyped: { props: { nginxConf: SITE } } },
  ...[{ idleTimout: 1 }, { Idle_timeout: 1 }, { desiredcount: 1 }, { certificates: [] }, { image_: '' }].map(unknown),
  ...['3', 'three', NaN, null, [], {}].map((desiredCount) => ({ backends: LEGACY, untyped: { desiredCount } })),
  ...['true', 'off', 1, 'maybe', null].map((assignPublicIp) => ({
    backends: LEGACY,
    untyped: { compute: { assignPublicIp } },
  })),
  ...['dual-stack', 5].map((ipAddressType) => ({ backends: LEGACY, untyped: { loadBalancing: { ipAddressType } } })),
  ...['arm64', 'risc'].map((cpuArchitecture) => ({ backends: LEGACY, untyped: { compute: { cpuArchitecture } } })),
  ...[10, {}, { tunnels: '10' }, { tunnels: 10, messages: 1 }, { tunnel: 10 }, null].map((capacity) => ({
    backends: LEGACY,
    untyped: { props: { capacity } },
  })),
  { backends: LEGACY, untyped: { loadBalancing: { allowFrom: '10.0.0.0/8' } } },
  { backends: LEGACY, allowFrom: [], untyped: { loadBalancing: { allowFrom: ['10.0.0.1'] } } },
  { backends: LEGACY, untyped: { loadBalancing: { allowFrom: ['10.0.0.0/8', 'office'] } } },
];

function unknown(props: Readonly<Record<string, unknown>>): Input {
  return { backends: LEGACY, untyped: { props } };
}

/** What a setting is called by CDK, and by Pulumi. */
const NAMES = [
  ['give certificate too', 'give certificateArn too'],
  ['there is no prop', 'there is no argument'],
  ['use certificate', 'use certificateArn'],
  ['each item a Peer', 'each item an address range, prefix list or security group'],
] as const;

describe('CDK and Pulumi refuse the same, in the same words', () => {
  for (const input of REFUSED) {
    test(JSON.stringify(input), async () => {
      const cdk = refusal('Parity/Proxy: ', () => cdkSide(input));
      const inItsWords = NAMES.reduce((text, [one, other]) => text.replace(one, other), await cdk);
      assert.equal(await refusal('proxy: ', () => pulumiSide(input, false)), inItsWords);
    });
  }

  after((context) => {
    context.diagnostic(`${REFUSED.length} refusals compared`);
  });
});

/** The message of an error without the place it begins with. */
async function refusal(place: string, make: () => unknown): Promise<string> {
  let message = '';
  await assert.rejects(
    () => new Promise((resolve) => resolve(make())),
    (error) => {
      assert.ok(error instanceof Error);
      assert.equal(error.name, 'PlanError');
      ({ message } = error);
      return true;
    },
  );
  assert.ok(message.startsWith(place) && !message.includes('\n'), message);
  return message.slice(place.length);
}
