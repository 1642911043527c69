import type { RecordedResource } from '../../../../lib/local/pulumi/recorded.ts';
import { config } from '../../support/templates.ts';

export type Inputs = Readonly<Record<string, unknown>>;

const stack = 'urn:pulumi:dev::chat::pulumi:pulumi:Stack::chat-dev';
export const component = 'urn:pulumi:dev::chat::websocket-proxy-constructs:index:WebSocketProxy::edge';

/** A resource as it is recorded; its parent is the component, unless that is given. */
export function resource(
  type: string,
  name: string,
  inputs: Inputs,
  more: Partial<RecordedResource> = {},
): RecordedResource {
  const recorded = { type, name, urn: `urn:${type}::${name}`, parent: component, existing: false };
  return { ...recorded, id: `<${name}.id>`, arn: `<${name}.arn>`, inputs, ...more };
}

/** What a proxy's container has for the configuration of the fixtures of CDK. */
export const command = JSON.stringify(config).replace('@CHAT@', '<edge-chat.name>.chat.internal:8080');

const forward = { type: 'forward', targetGroupArn: '<edge-tg.arn>' };

export function listener(name: string, port: number, action: Inputs, more: Inputs = {}): RecordedResource {
  const inputs = { loadBalancerArn: '<edge-alb.arn>', port, protocol: 'HTTP', defaultActions: [action], ...more };
  return resource('aws:lb/listener:Listener', name, inputs);
}

/** A program with one proxy, as `WebSocketProxy` declares it; `changes` are to the inputs of resources, by name. */
export function proxyResources(changes: Readonly<Record<string, Inputs>> = {}): RecordedResource[] {
  const container = {
    name: 'proxy',
    image: '<edge-repository.repositoryUrl>@<edge-image.digest>',
    command: ['--config-json', command],
    dockerLabels: { 'websocket-proxy-constructs.runtime': '0.1.0' },
    stopTimeout: 30,
    logConfiguration: { logDriver: 'awslogs', options: { mode: 'non-blocking', 'awslogs-group': '<edge-logs.name>' } },
  };
  const redirect = { type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } };
  const all = [
    resource('pulumi:pulumi:Stack', 'chat-dev', {}, { urn: stack, parent: '' }),
    resource('websocket-proxy-constructs:index:WebSocketProxy', 'edge', {}, { urn: component, parent: stack }),
    resource('aws:ecs/taskDefinition:TaskDefinition', 'edge-task', {
      cpu: '256',
      memory: '512',
      containerDefinitions: JSON.stringify([{ name: 'sidecar', image: 'busybox' }, container]),
    }),
    resource('aws:ecs/service:Service', 'edge-service', {
      taskDefinition: '<edge-task.arn>',
      loadBalancers: [{ containerName: 'proxy', containerPort: 8080, targetGroupArn: '<edge-tg.arn>' }],
    }),
    resource('aws:lb/targetGroup:TargetGroup', 'edge-tg', {
      port: 8080,
      protocol: 'HTTP',
      deregistrationDelay: 30,
      healthCheck: {
        path: '/healthz',
        port: '8081',
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 4,
      },
    }),
    resource('aws:lb/loadBalancer:LoadBalancer', 'edge-alb', {
      internal: true,
      idleTimeout: 60,
      clientKeepAlive: 3600,
      dropInvalidHeaderFields: true,
    }),
    listener('edge-listener', 443, forward, { protocol: 'HTTPS' }),
    listener('edge-redirect', 80, redirect),
  ];
  return all.map((each) => ({ ...each, inputs: { ...each.inputs, ...changes[each.name] } }));
}
