import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Backend } from 'websocket-proxy-constructs/cdk';
import { proxyConfig, TestStack } from './fixture.ts';

const local = (): Backend => Backend.url('http://localhost:3000');

test('A backend on localhost is another container of the task', () => {
  const stack = new TestStack();
  const proxy = stack.addProxy({ backends: { '/': local() } });
  proxy.taskDefinition.addContainer('app', { image: ecs.ContainerImage.fromRegistry('example/app') });
  assert.deepEqual(proxyConfig(stack.template()).upstreams?.['localhost']?.servers[0]?.address, 'localhost:3000');
});

test('Without one it is refused', () => {
  const stack = new TestStack();
  stack.addProxy({ backends: { '/': local() } });
  assert.throws(() => stack.template(), {
    message:
      /\[Chat\/Proxy\] backends\['\/'\]: localhost:3000 is the task itself, where no other container is; use the backend's address or name, or add one by taskDefinition\.addContainer\(\)/,
  });
});
