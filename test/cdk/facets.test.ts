import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  Compute,
  LoadBalancing,
  NginxConf,
  PlanError,
  Scaling,
  type WebSocketProxyProps,
} from 'websocket-proxy-constructs/cdk';
import { MOVED } from '../../lib/plan/props/moved.ts';
import { TestStack, testApp } from './fixture.ts';

describe('The value of a facet', () => {
  test('is there before any stack, and two stacks may share it', () => {
    const shared = {
      loadBalancing: LoadBalancing.application({ allowFrom: [ec2.Peer.ipv4('192.0.2.0/24')] }),
      compute: Compute.fargate({ cpu: 512 }),
      scaling: Scaling.fixed(3),
    };
    const [one, other] = ['One', 'Other'].map((id) => {
      const stack = new TestStack(testApp(), id);
      stack.addProxy(shared);
      return stack.template();
    });
    for (const template of [one, other]) {
      template?.hasResourceProperties('AWS::ECS::TaskDefinition', { Cpu: '512' });
      template?.hasResourceProperties('AWS::ECS::Service', { DesiredCount: 3 });
    }
  });

  test('is as it was made, whatever becomes of what it was made of', () => {
    const props = { cpu: 512 };
    const compute = Compute.fargate(props);
    props.cpu = 1024;
    assert.equal(new TestStack().addProxy({ compute }).plan.task.cpu, 512);
  });

  test('leaves to capacity what it does not say', () => {
    const capacity = { tunnels: 300_000 };
    const { plan } = new TestStack().addProxy({ capacity, compute: Compute.fargate({ cpu: 512 }) });
    assert.equal(plan.task.cpu, 512);
    assert.ok(plan.service.desiredCount > 2);
    assert.equal(new TestStack().addProxy({ capacity, scaling: Scaling.fixed(40) }).plan.service.desiredCount, 40);
  });
});

describe('A prop of 0.1', () => {
  for (const { cdk, facet } of MOVED) {
    if (cdk === undefined) continue;
    test(`${cdk} says that it is in ${facet} now`, () => {
      assert.throws(
        () => new TestStack().addProxy({ [cdk]: 1 }),
        (error) =>
          error instanceof PlanError &&
          error.message.startsWith(`Chat/Proxy: ${cdk} is `) &&
          error.message.endsWith(` now; give it as ${facet}`),
      );
    });
  }

  test('is not known to the compiler', () => {
    // @ts-expect-error -- given to LoadBalancing.application() now
    const internal: Partial<WebSocketProxyProps> = { publicLoadBalancer: false };
    // @ts-expect-error -- given to Compute.fargate() now
    const large: Partial<WebSocketProxyProps> = { cpu: 1024 };
    // @ts-expect-error -- given to Scaling.fixed() now
    const many: Partial<WebSocketProxyProps> = { desiredCount: 5 };
    // @ts-expect-error -- each facet has a class of its own
    const mixed: Partial<WebSocketProxyProps> = { compute: Scaling.fixed(2) };
    assert.equal([internal, large, many, mixed].length, 4);
  });
});

test('The notices of an nginx.conf come along, to as many proxies as have it', () => {
  const nginxConf = NginxConf.fromText('sendfile on; server { listen 80; location / { proxy_pass http://a; } }');
  for (const id of ['One', 'Other']) {
    const stack = new TestStack(testApp(), id);
    stack.addProxy({ backends: undefined, nginxConf });
    Annotations.fromStack(stack).hasInfo(`/${id}/Proxy`, Match.stringLikeRegexp('sendfile'));
  }
});

test('A configuration as data is checked for being one', () => {
  const servers = [{ listen: 80, locations: { '/': { proxyPass: 'http://a' } } }];
  assert.doesNotThrow(() =>
    new TestStack().addProxy({ backends: undefined, nginxConf: NginxConf.fromConfig({ servers }) }),
  );
  assert.throws(() => NginxConf.fromConfig({} as never), { name: 'PlanError', message: /has no servers/ });
});

test('An error keeps its cause when its place is put in front', () => {
  const cause = new Error('why');
  const error = new PlanError('WSPROXY_VALUE', 'what', { cause }).at('Chat/Proxy');
  assert.deepEqual([error.message, error.cause], ['Chat/Proxy: what', cause]);
});
