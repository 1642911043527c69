import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as pulumi from '@pulumi/pulumi';
import {
  Backend,
  LoadBalancing,
  NginxConf,
  RuntimeImage,
  type WebSocketProxyArgs,
} from 'websocket-proxy-constructs/pulumi';
import { proxy, record } from './fixture.ts';

/** What a template literal makes of an output. */
// eslint-disable-next-line @typescript-eslint/no-base-to-string -- the mistake that is tried
const text = String(pulumi.output('value'));

const HINT =
  'has an output in a template literal, where only its value would be text; write it by pulumi.interpolate`…`';

const CASES: Readonly<Record<string, { readonly args: () => Partial<WebSocketProxyArgs>; readonly message: string }>> =
  {
    "a backend's URL": {
      args: () => ({ backends: { '/': Backend.url(`http://${text}:8080`) } }),
      message: `chat: backends['/']: url ${HINT}`,
    },
    "a backend's URL without a factory": {
      args: () => ({ backends: { '/': `http://${text}` as unknown as Backend } }),
      message: `chat: backends['/'] ${HINT}`,
    },
    'a directive': {
      args: () => ({
        backends: { '/': Backend.url('http://api', { proxySetHeader: { 'X-Vpc': ['a', `b-${text}`] } }) },
      }),
      message: `chat: backends['/'] proxySetHeader ${HINT}`,
    },
    'a location': {
      args: () => ({ backends: { [`/${text}/`]: Backend.url('http://api') } }),
      message:
        'chat: a location of backends is made of an output, but locations decide which one a request is for; write it as text',
    },
    'an id': { args: () => ({ vpcId: text }), message: `chat: vpcId ${HINT}` },
    'an ARN': { args: () => ({ certificateArn: text }), message: `chat: certificateArn ${HINT}` },
    'an item': {
      args: () => ({ loadBalancing: LoadBalancing.application({ allowFrom: [`${text}/32`] }) }),
      message: `chat: loadBalancing.allowFrom[0] ${HINT}`,
    },
    "an image's name": {
      args: () => ({ image: RuntimeImage.fromRegistry(`${text}:1`) }),
      message: `chat: the uri of RuntimeImage.fromRegistry() ${HINT}`,
    },
  };

describe('An output in a template literal is refused with what to write', () => {
  for (const [name, { args, message }] of Object.entries(CASES)) {
    test(name, async () => {
      await assert.rejects(
        record(() => proxy(args())),
        { message },
      );
    });
  }

  test('the text of an nginx.conf', () => {
    assert.throws(() => NginxConf.fromText(`server { server_name ${text}; }`), {
      message: `the text of the nginx.conf ${HINT}`,
    });
  });
});
