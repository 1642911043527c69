import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** JSON for a template. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a fixture's proxy differs in. */
export interface ProxyFixture {
  /** The container's configuration; a string is taken as it is, and anything may be an intrinsic function. */
  readonly command?: Json;
  readonly idleTimeout?: number;
  readonly deregistrationDelay?: number;
  readonly healthCheckPath?: string;
  readonly image?: string;
  /** HTTPS on 443 with a redirect from 80, instead of HTTP on 80. */
  readonly https?: boolean;
}

/** A configuration as the constructs render it: one backend at a Cloud Map name, one at a host's. */
export const config = {
  servers: [
    {
      listen: 8080,
      locations: { '/chat/': { proxyPass: 'http://chat' }, '/': { proxyPass: 'http://legacy.internal' } },
    },
  ],
  health: { listen: 8081, path: '/healthz' },
  workerShutdownTimeout: '25s',
  proxyReadTimeout: 70,
  keepaliveTimeout: 70,
  maps: { $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': '' } } },
  proxySetHeader: {
    Host: '$http_host',
    Upgrade: '$http_upgrade',
    Connection: '$connection_upgrade',
    'X-Forwarded-For': '$proxy_add_x_forwarded_for',
  },
  upstreams: {
    chat: { servers: [{ address: '@CHAT@', resolve: true }] },
    'legacy.internal': { servers: [{ address: 'legacy.internal:8080', resolve: true }] },
  },
};

/** The configuration as CDK renders it, with a function in the middle of its JSON. */
export const commandJson: Json = joined(JSON.stringify(config));

/** `@CHAT@` becomes the Cloud Map name of the fixture's backend. */
export function joined(json: string): Json {
  const [before = '', after = ''] = json.split('@CHAT@');
  return { 'Fn::Join': ['', [before, { 'Fn::GetAtt': ['ChatRegistry', 'Name'] }, `.chat.internal:8080${after}`]] };
}

/** A stack with a proxy, shaped as `WebSocketProxy` renders it. */
export function proxyTemplate(
  fixture: ProxyFixture = {},
  stack = 'ChatStack',
): { readonly Resources: Readonly<Record<string, Json>> } {
  const { command = commandJson, idleTimeout = 60, deregistrationDelay = 30, healthCheckPath = '/healthz' } = fixture;
  const forward = { Type: 'forward', TargetGroupArn: { Ref: 'Group' } };
  const toHttps = { Type: 'redirect', RedirectConfig: { Port: '443', Protocol: 'HTTPS', StatusCode: 'HTTP_301' } };
  const listener = (port: number, protocol: string, action: Json): Json =>
    resource('ElasticLoadBalancingV2::Listener', `${stack}/Proxy/LoadBalancer/Port${port}`, {
      LoadBalancerArn: { Ref: 'LoadBalancer' },
      Port: port,
      Protocol: protocol,
      DefaultActions: [action],
    });
  const listeners: Record<string, Json> =
    fixture.https === true
      ? { Https: listener(443, 'HTTPS', forward), Redirect: listener(80, 'HTTP', toHttps) }
      : { Http: listener(80, 'HTTP', forward) };
  return {
    Resources: {
      ChatRegistry: resource('ServiceDiscovery::Service', `${stack}/Chat/CloudmapService`, {}),
      Task: resource('ECS::TaskDefinition', `${stack}/Proxy/TaskDefinition`, {
        Cpu: '256',
        Memory: '512',
        ContainerDefinitions: [
          { Name: 'sidecar', Image: 'busybox' },
          {
            Name: 'proxy',
            Image: fixture.image ?? {
              'Fn::Sub': '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/assets:1',
            },
            Command: ['--config-json', command],
            DockerLabels: { 'websocket-proxy-constructs.runtime': '0.1.0' },
            StopTimeout: 30,
            LogConfiguration: {
              LogDriver: 'awslogs',
              Options: { mode: 'non-blocking', 'awslogs-region': { Ref: 'AWS::Region' } },
            },
          },
        ],
      }),
      Service: resource('ECS::Service', `${stack}/Proxy/Service`, {
        TaskDefinition: { Ref: 'Task' },
        LoadBalancers: [{ ContainerName: 'proxy', ContainerPort: 8080, TargetGroupArn: { Ref: 'Group' } }],
      }),
      Group: resource('ElasticLoadBalancingV2::TargetGroup', `${stack}/Proxy/TargetGroup`, {
        Port: 8080,
        Protocol: 'HTTP',
        HealthCheckPath: healthCheckPath,
        HealthCheckPort: '8081',
        HealthCheckIntervalSeconds: 1,
        HealthCheckTimeoutSeconds: 1,
        HealthyThresholdCount: 2,
        UnhealthyThresholdCount: 2,
        TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(deregistrationDelay) }],
      }),
      LoadBalancer: resource('ElasticLoadBalancingV2::LoadBalancer', `${stack}/Proxy/LoadBalancer`, {
        Scheme: 'internal',
        Type: 'application',
        LoadBalancerAttributes: [{ Key: 'idle_timeout.timeout_seconds', Value: String(idleTimeout) }],
      }),
      ...listeners,
    },
  };
}

export function resource(type: string, path: string, properties: Json): Json {
  return { Type: `AWS::${type}`, Properties: properties, Metadata: { 'aws:cdk:path': `${path}/Resource` } };
}

/** Writes a cloud assembly with one stack per template, by display name. */
export async function writeAssembly(directory: string, stacks: Readonly<Record<string, object>>): Promise<void> {
  await mkdir(directory, { recursive: true });
  const artifacts: Record<string, Json> = { Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } } };
  for (const [stack, template] of Object.entries(stacks)) {
    const stackName = stack.replaceAll('/', '-');
    const templateFile = `${stackName}.template.json`;
    artifacts[stackName] = {
      type: 'aws:cloudformation:stack',
      displayName: stack,
      properties: { templateFile, stackName },
    };
    await writeFile(join(directory, templateFile), JSON.stringify(template));
  }
  await writeFile(join(directory, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  await writeFile(join(directory, 'cdk.out'), '{"version":"55.0.0"}');
}
