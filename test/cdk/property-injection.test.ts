import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Duration, PropertyInjectors, type InjectionContext, type IPropertyInjector } from 'aws-cdk-lib';
import { Scaling, WebSocketProxy, type WebSocketProxyProps } from 'websocket-proxy-constructs/cdk';
import { testApp, TestStack } from './fixture.ts';

/** An organisation's rule: so many tasks, and an idle timeout unless the app has one. */
class House implements IPropertyInjector {
  readonly constructUniqueId = WebSocketProxy.PROPERTY_INJECTION_ID;
  readonly seen: string[] = [];
  readonly desiredCount: number;

  constructor(desiredCount: number) {
    this.desiredCount = desiredCount;
  }

  inject(props: WebSocketProxyProps, { scope, id }: InjectionContext): WebSocketProxyProps {
    this.seen.push(`${scope.node.path}/${id}`);
    return { idleTimeout: Duration.seconds(300), ...props, scaling: Scaling.fixed(this.desiredCount) };
  }
}

test('a property injector may change the props', () => {
  const app = testApp();
  const house = new House(4);
  PropertyInjectors.of(app).add(house);
  const { plan } = new TestStack(app).addProxy({ scaling: Scaling.fixed(1) });
  assert.equal(plan.service.desiredCount, 4);
  assert.equal(plan.loadBalancer.idleTimeout, 300);
  assert.deepEqual(house.seen, ['Chat/Proxy']);
});

test('the nearest one counts, and the app may have its own number', () => {
  const app = testApp();
  const stack = new TestStack(app);
  PropertyInjectors.of(app).add(new House(4));
  PropertyInjectors.of(stack).add(new House(6));
  const { plan } = stack.addProxy({ idleTimeout: Duration.seconds(30) });
  assert.equal(plan.service.desiredCount, 6);
  assert.equal(plan.loadBalancer.idleTimeout, 30);
});
