import assert from 'node:assert/strict';
import type { Recorded } from '../pulumi/fixture.ts';
import * as given from './given.ts';
import { command, entryPoint, type Container, type Neutral, renamed } from './neutral.ts';
import { Properties } from './properties.ts';

interface Found {
  readonly name: string;
  readonly inputs: Properties;
}

/** What its tags are told apart by, for each type of resource. */
const TAGGED: Readonly<Record<string, string>> = {
  'proxy-load-balancer-sg': 'security group of the load balancer',
  'proxy-tasks-sg': 'security group of the tasks',
  'proxy-logs': 'log group',
  'proxy-cluster': 'cluster',
  'proxy-task-role': 'task role',
  'proxy-execution-role': 'execution role',
  'proxy-alb': 'load balancer',
  'proxy-redirect-sg': 'security group of the redirect',
  'proxy-tg': 'target group',
  'proxy-internal-tg': 'target group',
  'proxy-task': 'task definition',
  'proxy-service': 'service',
  'proxy-namespace': 'namespace',
  'proxy-chat': 'discovery service',
  'proxy-https': 'HTTPS listener',
  'proxy-http': 'HTTP listener',
};

/** What the mocks call what is made. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['proxy-load-balancer-sg-id', given.LOAD_BALANCER_GROUP],
  ['proxy-redirect-sg-id', given.REDIRECT_GROUP],
  ['proxy-tasks-sg-id', given.TASKS_GROUP],
  [arn('cloudwatch', 'proxy-logs'), '<log group>'],
  ['proxy-logs-0123456', '<log group>'],
  [arn('ecs', 'proxy-cluster'), '<cluster>'],
  [given.CLUSTER_ARN, given.CLUSTER],
  [arn('iam', 'proxy-task-role'), '<task role>'],
  [arn('iam', 'proxy-execution-role'), '<execution role>'],
  [arn('elasticloadbalancing', 'proxy-alb'), '<load balancer>'],
  [arn('elasticloadbalancing', 'proxy-tg'), '<target group>'],
  [arn('elasticloadbalancing', 'proxy-internal-tg'), '<target group>'],
  [arn('ecs', 'proxy-task'), '<task definition>'],
  [arn('ecr', 'proxy-repository'), '<repository>'],
  ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/proxy-repository@sha256:0123', given.BUILT_IMAGE],
  ['proxy.stack.project.internal', '<namespace>'],
]);

/** Reduces what a program asked for to the neutral form of the one proxy in it, `proxy`. */
export function pulumiForm(resources: readonly Recorded[], built: Neutral['image'] | undefined): Neutral {
  const all = resources.map(({ type, name, inputs }) => ({
    type,
    found: { name, inputs: new Properties(name, inputs) },
  }));
  const every = (type: string): readonly Found[] => all.filter((it) => it.type === type).map(({ found }) => found);
  const only = (type: string): Properties => {
    const [first, ...others] = every(type);
    assert.ok(first && others.length === 0, type);
    return first.inputs;
  };

  const tags: Record<string, readonly string[]> = {};
  for (const { type, found } of all.filter((it) => it.type.startsWith('aws:'))) {
    const list = Object.entries(found.inputs.record('tags')).map(([key, value]) => `${key}=${value}`);
    const kind = TAGGED[found.name] ?? (type.startsWith('aws:vpc/') ? 'security group rules' : undefined);
    if (list.length > 0) tags[kind ?? found.name] = list.toSorted();
  }
  for (const { inputs } of every('aws:ec2/securityGroup:SecurityGroup')) {
    inputs.expect('vpcId', given.VPC);
    inputs.text('description');
    inputs.done();
  }
  const names = new Map(NAMES);
  const [namespace] = every('aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace');
  const services = every('aws:servicediscovery/service:Service').map(({ name, inputs }) => {
    const id = name.replace('proxy-', '');
    names.set(`${name}-0123456`, given.discovered(id));
    return [id, discoveryServiceOf(inputs)] as const;
  });
  const [cluster] = every('aws:ecs/cluster:Cluster');
  const [logGroup] = every('aws:cloudwatch/logGroup:LogGroup');
  const task = taskOf(only('aws:ecs/taskDefinition:TaskDefinition'));
  return renamed(
    {
      cluster: clusterOf(cluster?.inputs),
      ...(logGroup && {
        logGroup: {
          retentionInDays: logGroup.inputs.number('retentionInDays'),
          whenProxyIsDeleted: logGroup.inputs.flag('skipDestroy', false) ? 'kept' : 'deleted',
        },
      }),
      roles: { task: roleOf(every, 'proxy-task-role'), execution: roleOf(every, 'proxy-execution-role') },
      image: built ?? { reference: Object.values(task.containers)[0]?.image ?? '' },
      task,
      securityRules: [
        ...every('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule').map(({ inputs }) =>
          ruleLine('in', inputs),
        ),
        ...every('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule').map(({ inputs }) =>
          ruleLine('out', inputs),
        ),
      ].toSorted(),
      loadBalancer: loadBalancerOf(only('aws:lb/loadBalancer:LoadBalancer')),
      targetGroup: targetGroupOf(only('aws:lb/targetGroup:TargetGroup')),
      listeners: Object.fromEntries(every('aws:lb/listener:Listener').map(listenerOf)),
      service: serviceOf(only('aws:ecs/service:Service')),
      ...(namespace && {
        discovery: { namespaceVpc: namespace.inputs.text('vpc'), services: Object.fromEntries(services) },
      }),
      tags,
    },
    names,
  );
}

function arn(service: string, name: string): string {
  return `arn:aws:${service}:${given.REGION}:${given.ACCOUNT}:${name}`;
}

function ruleLine(direction: 'in' | 'out', rule: Properties): string {
  const group = rule.text('securityGroupId');
  const peer = ['cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedSecurityGroupId']
    .filter((key) => rule.has(key))
    .map((key) => rule.text(key));
  const protocol = rule.text('ipProtocol');
  const ports = protocol === '-1' ? 'all ports' : `${rule.number('fromPort')}-${rule.number('toPort')}`;
  const line = `${group} ${direction} ${protocol} ${ports} ${peer.join()} (${rule.text('description')})`;
  rule.done();
  return line;
}

function roleOf(every: (type: string) => readonly Found[], name: string): Neutral['roles']['task'] {
  const role = every('aws:iam/role:Role').find((it) => it.name === name);
  assert.ok(role);
  const assumed = statements(role.inputs.text('assumeRolePolicy'));
  role.inputs.done();
  const allowed = every('aws:iam/rolePolicy:RolePolicy')
    .filter(({ inputs }) => inputs.has('role'))
    .filter((it) => it.name === name.replace('-role', '-policy'))
    .flatMap(({ inputs }) => {
      inputs.expect('role', `${name}-0123456`);
      const lines = statements(inputs.text('policy'));
      inputs.done();
      return lines;
    });
  return { assumedBy: assumed.join(), allowed: allowed.toSorted() };
}

function statements(policy: string): readonly string[] {
  const document = new Properties('policy', JSON.parse(policy));
  document.expect('Version', '2012-10-17');
  return document.objects('Statement').flatMap((statement) => {
    statement.expect('Effect', 'Allow');
    const action = statement.value('Action');
    const actions = Array.isArray(action) ? (action as string[]) : [String(action)];
    const on = statement.has('Principal') ? statement.object('Principal').text('Service') : statement.text('Resource');
    statement.done();
    return actions.map((name) => `${name} ${on}`);
  });
}

function clusterOf(own: Properties | undefined): Neutral['cluster'] {
  if (own === undefined) return { name: given.CLUSTER };
  const settings = own.objects('settings').map((it) => `${it.text('name')}=${it.text('value')}`);
  own.done();
  return { name: '<cluster>', settings };
}

function taskOf(inputs: Properties): Neutral['task'] {
  const platform = inputs.object('runtimePlatform');
  const definitions = JSON.parse(inputs.text('containerDefinitions')) as readonly unknown[];
  inputs.text('family');
  const task = {
    cpu: inputs.text('cpu'),
    memory: inputs.text('memory'),
    networkMode: inputs.text('networkMode'),
    compatibilities: inputs.texts('requiresCompatibilities'),
    architecture: platform.text('cpuArchitecture'),
    operatingSystem: platform.text('operatingSystemFamily'),
    taskRole: inputs.text('taskRoleArn'),
    executionRole: inputs.text('executionRoleArn'),
    containers: Object.fromEntries(definitions.map((it) => containerOf(new Properties('container', it)))),
  };
  inputs.done();
  return task;
}

function containerOf(definition: Properties): readonly [string, Container] {
  const log = definition.object('logConfiguration');
  const linux = definition.object('linuxParameters');
  const name = definition.text('name');
  const container = {
    image: definition.text('image'),
    essential: definition.flag('essential'),
    entryPoint: entryPoint(definition.texts('entryPoint')),
    ...command(definition.texts('command')),
    environment: definition.objects('environment').map((it) => it.text('name')),
    ports: definition.objects('portMappings').map((it) => `${it.number('containerPort')}/${it.text('protocol')}`),
    stopTimeout: definition.number('stopTimeout'),
    ulimits: definition
      .objects('ulimits')
      .map((it) => `${it.text('name')} ${it.number('softLimit')} ${it.number('hardLimit')}`),
    user: definition.text('user'),
    readonlyRootFilesystem: definition.flag('readonlyRootFilesystem'),
    droppedCapabilities: linux.has('capabilities') ? linux.object('capabilities').texts('drop') : [],
    initProcess: linux.flag('initProcessEnabled', false),
    dockerLabels: definition.record('dockerLabels'),
    logDriver: log.text('logDriver'),
    logOptions: log.record('options'),
  };
  definition.done();
  return [name, container];
}

function loadBalancerOf(inputs: Properties): Neutral['loadBalancer'] {
  const loadBalancer = {
    type: inputs.text('loadBalancerType'),
    scheme: inputs.flag('internal') ? 'internal' : 'internet-facing',
    subnets: inputs.texts('subnets'),
    securityGroups: inputs.texts('securityGroups'),
    ipAddressType: inputs.text('ipAddressType'),
    attributes: {
      'deletion_protection.enabled': String(inputs.flag('enableDeletionProtection')),
      'idle_timeout.timeout_seconds': String(inputs.number('idleTimeout')),
      'routing.http.drop_invalid_header_fields.enabled': String(inputs.flag('dropInvalidHeaderFields')),
      'client_keep_alive.seconds': String(inputs.number('clientKeepAlive')),
    },
  };
  inputs.done();
  return loadBalancer;
}

function targetGroupOf(inputs: Properties): Neutral['targetGroup'] {
  const check = inputs.object('healthCheck');
  const stickiness = inputs.object('stickiness');
  stickiness.text('type');
  const targetGroup = {
    vpc: inputs.text('vpcId'),
    targetType: inputs.text('targetType'),
    protocol: inputs.text('protocol'),
    protocolVersion: inputs.text('protocolVersion'),
    port: inputs.number('port'),
    attributes: {
      'deregistration_delay.timeout_seconds': String(inputs.number('deregistrationDelay')),
      'stickiness.enabled': String(stickiness.flag('enabled')),
      'load_balancing.algorithm.type': inputs.text('loadBalancingAlgorithmType'),
    },
    healthCheck: {
      protocol: check.text('protocol'),
      port: check.text('port'),
      path: check.text('path'),
      interval: check.number('interval'),
      timeout: check.number('timeout'),
      healthy: check.number('healthyThreshold'),
      unhealthy: check.number('unhealthyThreshold'),
      codes: check.text('matcher'),
    },
  };
  check.done();
  stickiness.done();
  inputs.done();
  return targetGroup;
}

function listenerOf({ inputs }: Found): readonly [string, Neutral['listeners'][string]] {
  const [action] = inputs.objects('defaultActions');
  assert.ok(action);
  const redirect = action.has('redirect') ? action.object('redirect') : undefined;
  const listener = {
    protocol: inputs.text('protocol'),
    ...(inputs.has('certificateArn') && { certificate: inputs.text('certificateArn') }),
    ...(inputs.has('sslPolicy') && { sslPolicy: inputs.text('sslPolicy') }),
    action: redirect
      ? `${action.text('type')} to ${redirect.text('protocol')} ${redirect.text('port')} ${redirect.text('statusCode')}`
      : `${action.text('type')} to ${action.text('targetGroupArn')}`,
  };
  redirect?.done();
  action.done();
  inputs.text('loadBalancerArn');
  const port = inputs.number('port');
  inputs.done();
  return [String(port), listener];
}

function serviceOf(inputs: Properties): Neutral['service'] {
  const breaker = inputs.object('deploymentCircuitBreaker');
  const network = inputs.object('networkConfiguration');
  const service = {
    cluster: inputs.text('cluster'),
    taskDefinition: inputs.text('taskDefinition'),
    launchType: inputs.text('launchType'),
    desiredCount: inputs.number('desiredCount'),
    minimumHealthyPercent: inputs.number('deploymentMinimumHealthyPercent'),
    maximumPercent: inputs.number('deploymentMaximumPercent'),
    circuitBreaker: { enable: breaker.flag('enable'), rollback: breaker.flag('rollback') },
    healthCheckGracePeriod: inputs.number('healthCheckGracePeriodSeconds'),
    availabilityZoneRebalancing: inputs.text('availabilityZoneRebalancing'),
    loadBalancers: inputs
      .objects('loadBalancers')
      .map((it) => `${it.text('containerName')}:${it.number('containerPort')} in ${it.text('targetGroupArn')}`),
    subnets: network.texts('subnets'),
    securityGroups: network.texts('securityGroups'),
    assignPublicIp: network.flag('assignPublicIp'),
    executeCommand: inputs.flag('enableExecuteCommand'),
    managedTags: inputs.flag('enableEcsManagedTags'),
    propagateTags: inputs.text('propagateTags'),
    deploymentIsWaitedFor: inputs.flag('waitForSteadyState'),
  };
  network.done();
  inputs.done();
  return service;
}

function discoveryServiceOf(inputs: Properties): NonNullable<Neutral['discovery']>['services'][string] {
  const dns = inputs.object('dnsConfig');
  dns.expect('namespaceId', 'proxy-namespace-id');
  // How the provider destroys it, for which CloudFormation has no word.
  inputs.expect('forceDestroy', true);
  const service = {
    records: dns.objects('dnsRecords').map((it) => `${it.text('type')} ${it.number('ttl')}`),
    routing: dns.text('routingPolicy'),
    failureThreshold: inputs.object('healthCheckCustomConfig').number('failureThreshold'),
    // The ECS service is the user's resource, which no component can change.
    registration: 'left to the user' as const,
  };
  dns.done();
  inputs.done();
  return service;
}
