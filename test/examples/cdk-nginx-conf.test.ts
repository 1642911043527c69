import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { RealtimeStack } from '../../examples/cdk-nginx-conf/realtime-stack.ts';
import { proxyConfig } from '../cdk/fixture.ts';

describe('examples/cdk-nginx-conf', () => {
  const stack = new RealtimeStack(new App(), 'Realtime');
  const { servers, upstreams } = proxyConfig(Template.fromStack(stack));

  test('runs what the nginx.conf says, with the servers the stack names', () => {
    const locations = servers[0]?.locations ?? {};
    assert.deepEqual(Object.keys(locations), ['/chat/', '/', '= /old']);
    assert.equal(locations['/chat/']?.proxyReadTimeout, '15m');
    assert.deepEqual(upstreams?.['chat']?.servers, [{ address: 'chat.internal:3000', resolve: true }]);
    assert.equal(upstreams['site']?.servers[0]?.address, 'site.internal:8080');
    assert.equal(upstreams['site'].keepalive, 16);
  });

  test('has nothing to warn of', () =>
    assert.deepEqual(Annotations.fromStack(stack).findWarning('*', Match.anyValue()), []));
});
