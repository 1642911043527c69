import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import {
  Backend,
  Compute,
  RuntimeImage,
  WebSocketProxy,
  type WebSocketProxyTransforms,
} from 'websocket-proxy-constructs/pulumi';
import { inputsOf, proxy, record, type Recording, valueOf } from './fixture.ts';

interface Child {
  readonly type: string;
  readonly opts: pulumi.CustomResourceOptions;
  readonly resource: pulumi.Resource;
}

/** A proxy's children by name, with the options they were made with. */
async function children(
  args: Parameters<typeof proxy>[0] = {},
  opts: pulumi.ComponentResourceOptions = {},
): Promise<Recording & { readonly children: ReadonlyMap<string, Child>; readonly result: WebSocketProxy }> {
  const found = new Map<string, Child>();
  const transformations = [
    (child: pulumi.ResourceTransformationArgs) => {
      found.set(child.name, child);
      return undefined;
    },
  ];
  const recording = await record(() => proxy(args, 'chat', { ...opts, transformations }));
  found.delete('chat');
  return { ...recording, children: found };
}

describe('The component', () => {
  test('has a type that never changes, and knows its own', async () => {
    const { resources, result } = await record(() => proxy());
    assert.equal(resources[0]?.type, 'websocket-proxy-constructs:index:WebSocketProxy');
    assert.equal(
      await valueOf(result.urn),
      'urn:pulumi:stack::project::websocket-proxy-constructs:index:WebSocketProxy::chat',
    );
    assert.ok(WebSocketProxy.isInstance(result));
    assert.ok(!WebSocketProxy.isInstance(result.service));
    assert.ok(!WebSocketProxy.isInstance({ __pulumiType: 'websocket-proxy-constructs:index:WebSocketProxy' }));
  });

  test('is the parent of everything, which is named after it', async () => {
    const { children: found } = await children({
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
      compute: Compute.fargate({ enableExecuteCommand: true }),
      backends: { '/': Backend.service('room', { port: 8080, securityGroupId: 'sg-room' }) },
    });
    assert.deepEqual([...found.keys()].toSorted(), [
      'chat-alb',
      'chat-cluster',
      'chat-execution-policy',
      'chat-execution-role',
      'chat-http',
      'chat-http-from-any-ipv4',
      'chat-https',
      'chat-https-from-any-ipv4',
      'chat-load-balancer-sg',
      'chat-logs',
      'chat-namespace',
      'chat-room',
      'chat-service',
      'chat-task',
      'chat-task-policy',
      'chat-task-role',
      'chat-tasks-out',
      'chat-tasks-sg',
      'chat-tg',
      'chat-to-backend-room-in',
      'chat-to-health-in',
      'chat-to-health-out',
      'chat-to-proxy-in',
      'chat-to-proxy-out',
    ]);
    for (const [name, { type, resource }] of found) {
      assert.equal(
        await valueOf(resource.urn),
        `urn:pulumi:stack::project::websocket-proxy-constructs:index:WebSocketProxy$${type}::${name}`,
      );
    }
  });

  test('gives no resource a name of its own', async () => {
    const { resources } = await record(() => proxy());
    const named = resources.filter(({ inputs }) => 'name' in inputs || 'namePrefix' in inputs);
    assert.deepEqual(named, []);
  });

  test('hands on its provider and its protection', async () => {
    const { resources, children: found } = await record(
      () => new aws.Provider('europe', { region: 'eu-central-1' }),
    ).then(({ result }) => children({}, { provider: result, protect: true }));
    const [component, ...others] = resources;
    assert.equal(component?.name, 'chat');
    assert.ok(others.every(({ provider }) => provider.includes('pulumi:providers:aws::europe')));
    for (const { resource } of found.values()) {
      assert.ok((resource as unknown as { readonly __protect: boolean }).__protect);
    }
  });

  test('changes children as transform says, and nothing else of them', async () => {
    const seen: string[] = [];
    const args = {
      transform: {
        cluster: { settings: [{ name: 'containerInsights', value: 'enhanced' }] },
        loadBalancer: (given: aws.lb.LoadBalancerArgs, opts: pulumi.CustomResourceOptions, name: string) => {
          seen.push(name);
          given.xffHeaderProcessingMode = 'preserve';
          opts.protect = true;
          opts.parent = undefined;
        },
        service: (_given: aws.ecs.ServiceArgs, opts: pulumi.CustomResourceOptions) => {
          opts.customTimeouts = { ...opts.customTimeouts, create: '1h' };
        },
      },
    };
    const { children: found, ...recording } = await children(args);
    assert.deepEqual(seen, ['chat-alb']);
    assert.deepEqual(inputsOf(recording, 'aws:ecs/cluster:Cluster'), {
      settings: [{ name: 'containerInsights', value: 'enhanced' }],
    });
    const { xffHeaderProcessingMode, idleTimeout } = inputsOf(recording, 'aws:lb/loadBalancer:LoadBalancer');
    assert.deepEqual([xffHeaderProcessingMode, idleTimeout], ['preserve', 3600]);
    const loadBalancer = found.get('chat-alb');
    assert.equal(loadBalancer?.opts.protect, true);
    assert.equal(loadBalancer.opts.parent, recording.result);
    const { customTimeouts } = found.get('chat-service')?.opts ?? {};
    assert.deepEqual(customTimeouts, { create: '1h', update: '1440s', delete: '1440s' });
  });

  test('can change every kind of child', async () => {
    const names: string[] = [];
    const changed: string[] = [];
    const change = (_args: object, _opts: object, name: string): void => void changed.push(name);
    const transform: Required<WebSocketProxyTransforms> = {
      cluster: change,
      logGroup: change,
      taskRole: change,
      taskPolicy: change,
      executionRole: change,
      executionPolicy: change,
      serverBucket: change,
      serverBucketAccess: change,
      serverObject: change,
      repository: change,
      image: change,
      taskDefinition: change,
      loadBalancerSecurityGroup: change,
      taskSecurityGroup: change,
      ingressRule: change,
      egressRule: change,
      loadBalancer: change,
      targetGroup: change,
      listener: change,
      redirectListener: change,
      service: change,
      namespace: change,
      registry: change,
    };
    for (const image of [RuntimeImage.fromDockerBuild(), RuntimeImage.onNodeImage()]) {
      const recorded = await children({
        certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
        compute: Compute.fargate({ enableExecuteCommand: true }),
        image,
        backends: { '/': Backend.service('room', { port: 8080, securityGroupId: 'sg-room' }) },
        transform,
      });
      names.push(...recorded.children.keys());
    }
    assert.deepEqual(changed.toSorted(), names.toSorted());
  });

  test('tags everything that can be tagged', async () => {
    const { resources } = await record(() => proxy({ tags: { team: 'chat' } }));
    const untagged = resources.filter(({ inputs }) => !('tags' in inputs)).map(({ name }) => name);
    assert.deepEqual(untagged, ['chat', 'chat-execution-policy']);
    const { tags, propagateTags, enableEcsManagedTags } = inputsOf(
      { resources, calls: [], warnings: [] },
      'aws:ecs/service:Service',
    );
    assert.deepEqual([tags, propagateTags, enableEcsManagedTags], [{ team: 'chat' }, 'SERVICE', true]);
  });

  test('gives what it made, and the address', async () => {
    const { result } = await record(() => proxy());
    assert.equal(await valueOf(result.url), 'http://chat-alb.example.com');
    assert.equal(await valueOf(result.clusterArn), 'arn:aws:ecs:eu-central-1:123456789012:chat-cluster');
    assert.equal((await valueOf(result.plan)).loadBalancer.idleTimeout, 3600);
    assert.deepEqual(await valueOf(result.taskSecurityGroupIds), ['chat-tasks-sg-id']);
    assert.equal(result.redirectListener, undefined);
    assert.ok(aws.ecs.Service.isInstance(result.service));
  });

  test('is there twice in one stack', async () => {
    const { resources } = await record(() => [proxy({}, 'one'), proxy({}, 'two')]);
    assert.equal(new Set(resources.map(({ type, name }) => `${type} ${name}`)).size, resources.length);
  });

  test('is the child of another component', async () => {
    const { result } = await record(() => {
      const parent = new pulumi.ComponentResource('test:index:Parent', 'parent');
      return proxy({}, 'chat', { parent });
    });
    assert.match(
      await valueOf(result.urn),
      /test:index:Parent\$websocket-proxy-constructs:index:WebSocketProxy::chat$/,
    );
  });
});

test('a transform that returns what it should change is refused', async () => {
  await record(() => {
    const loadBalancer = ((args: object) => ({ ...args })) as unknown as () => void;
    assert.throws(
      () => proxy({ transform: { loadBalancer } }),
      /the transform of chat-alb returns something, .* return nothing$/,
    );
  });
});

describe('The service', () => {
  test('is made when all is there that its tasks need, and removed before', async () => {
    const { children: found } = await children();
    const { dependsOn } = found.get('chat-service')?.opts ?? {};
    const names = await Promise.all(
      (dependsOn as readonly pulumi.Resource[]).map(async ({ urn }) => (await valueOf(urn)).split('::').at(-1)),
    );
    assert.deepEqual(names.toSorted(), [
      'chat-execution-policy',
      'chat-http',
      'chat-http-from-any-ipv4',
      'chat-tasks-out',
      'chat-to-health-in',
      'chat-to-health-out',
      'chat-to-proxy-in',
      'chat-to-proxy-out',
    ]);
  });

  for (const [args, timeout] of [
    [{}, '1440s'],
    [{ deregistrationDelay: '1h', stopTimeout: 2 }, '4802s'],
    [{ deregistrationDelay: pulumi.output(5) }, '4920s'],
  ] as const) {
    test(`may take ${timeout} with ${args.deregistrationDelay === undefined ? 'the default drain' : 'another drain'}`, async () => {
      const { children: found } = await children(args);
      const { customTimeouts } = found.get('chat-service')?.opts ?? {};
      assert.deepEqual(customTimeouts, { create: timeout, update: timeout, delete: timeout });
    });
  }
});

describe('A load balancer and a target group', () => {
  for (const [name, prefix] of [
    ['a-component-of-quite-a-length', 'acomp-'],
    ['internal', 'inter-'],
    ['my_proxy', 'mypro-'],
  ] as const) {
    test(`of ${name} have a prefix for a name, as AWS would refuse what Pulumi makes of it`, async () => {
      const recording = await record(() => proxy({}, name));
      assert.equal(inputsOf(recording, 'aws:lb/loadBalancer:LoadBalancer')['namePrefix'], prefix);
    });
  }
});
