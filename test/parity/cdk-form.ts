import assert from 'node:assert/strict';
import { deployed } from '../cdk/fixture.ts';
import * as given from './given.ts';
import { command, entryPoint, type Container, type Neutral, renamed } from './neutral.ts';
import { Properties } from './properties.ts';

/** A template, as far as it is read here. */
export interface CloudFormation {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: object; readonly DeletionPolicy?: string }>
  >;
}

interface Found {
  readonly id: string;
  readonly properties: Properties;
  readonly deletionPolicy: string | undefined;
}

const GROUPS = {
  'load balancer': given.LOAD_BALANCER_GROUP,
  redirect: given.REDIRECT_GROUP,
  tasks: given.TASKS_GROUP,
} as const;

/**
 * Reduces a template to the neutral form of the one proxy in it, `Proxy`.
 *
 * @param backendGroups - what the template calls the security groups of the user's own services
 */
export function cdkForm(
  { Resources }: CloudFormation,
  backendGroups: ReadonlyMap<string, string>,
  built: Neutral['image'] | undefined,
): Neutral {
  const resources = new Map(
    Object.entries(Resources).map(([id, { Type, Properties: properties, DeletionPolicy }]) => [
      id,
      { type: Type, found: { id, properties: new Properties(id, known(properties)), deletionPolicy: DeletionPolicy } },
    ]),
  );
  const every = (type: string): readonly Found[] =>
    [...resources.values()].filter((resource) => resource.type === `AWS::${type}`).map(({ found }) => found);
  const own = (type: string): readonly Found[] => every(type).filter(({ id }) => id.startsWith('Proxy'));
  const only = (type: string): Found => {
    const [first, ...others] = own(type);
    assert.ok(first && others.length === 0, type);
    return first;
  };

  const tags: Record<string, readonly string[]> = {};
  const tag = (kind: string, properties: Properties): void => {
    const list = properties.objects('Tags').map((pair) => `${pair.text('Key')}=${pair.text('Value')}`);
    if (list.length > 0) tags[kind] = list.toSorted();
  };

  const names = new Map([...backendGroups, [given.ASSETS_ARN, '<repository>']]);
  const rules: string[] = [];
  for (const { id, properties } of own('EC2::SecurityGroup')) {
    const kind = id.includes('Redirect') ? 'redirect' : id.includes('LoadBalancer') ? 'load balancer' : 'tasks';
    names.set(`${id}.GroupId`, GROUPS[kind]);
    properties.expect('VpcId', given.VPC);
    properties.text('GroupDescription');
    tag(`security group of the ${kind}`, properties);
    for (const rule of properties.objects('SecurityGroupIngress')) rules.push(ruleLine('in', `${id}.GroupId`, rule));
    for (const rule of properties.objects('SecurityGroupEgress')) rules.push(ruleLine('out', `${id}.GroupId`, rule));
    properties.done();
  }
  for (const { properties } of every('EC2::SecurityGroupIngress')) {
    rules.push(ruleLine('in', properties.text('GroupId'), properties));
  }
  for (const { properties } of every('EC2::SecurityGroupEgress')) {
    rules.push(ruleLine('out', properties.text('GroupId'), properties));
  }

  const [ownLogGroup] = own('Logs::LogGroup');
  if (ownLogGroup) {
    names.set(`${ownLogGroup.id}.Arn`, '<log group>:*').set(ownLogGroup.id, '<log group>');
    tag('log group', ownLogGroup.properties);
  }
  const [ownCluster] = own('ECS::Cluster');
  if (ownCluster) {
    names.set(ownCluster.id, '<cluster>');
    tag('cluster', ownCluster.properties);
  }

  const roleOf = (kind: string, suffix: string): Neutral['roles']['task'] => {
    const role = own('IAM::Role').find(({ id }) => id.includes(suffix));
    assert.ok(role);
    names.set(`${role.id}.Arn`, `<${kind} role>`);
    tag(`${kind} role`, role.properties);
    const assumed = statements(role.properties.object('AssumeRolePolicyDocument'));
    role.properties.done();
    const allowed = own('IAM::Policy')
      .filter(({ id }) => id.includes(suffix))
      .flatMap(({ properties }) => statements(properties.object('PolicyDocument')));
    return { assumedBy: assumed.join(), allowed: allowed.toSorted() };
  };

  const discovery = discoveryOf(own, every, names);
  if (discovery?.services !== undefined) {
    for (const { properties } of every('ServiceDiscovery::Service')) tag('discovery service', properties);
  }
  for (const { properties } of own('ServiceDiscovery::PrivateDnsNamespace')) tag('namespace', properties);

  const loadBalancer = only('ElasticLoadBalancingV2::LoadBalancer');
  const targetGroup = only('ElasticLoadBalancingV2::TargetGroup');
  const taskDefinition = only('ECS::TaskDefinition');
  const service = only('ECS::Service');
  tag('load balancer', loadBalancer.properties);
  tag('target group', targetGroup.properties);
  tag('task definition', taskDefinition.properties);
  tag('service', service.properties);
  for (const { id, properties } of own('ElasticLoadBalancingV2::Listener')) {
    tag(id.includes('HttpsListener') ? 'HTTPS listener' : 'HTTP listener', properties);
  }
  names.set(loadBalancer.id, '<load balancer>').set(targetGroup.id, '<target group>');
  names.set(taskDefinition.id, '<task definition>');

  const task = taskOf(taskDefinition.properties);
  const [container] = Object.values(task.containers);
  if (built && container) names.set(container.image, built.reference);
  return renamed(
    {
      cluster: clusterOf(ownCluster),
      ...(ownLogGroup && {
        logGroup: {
          retentionInDays: ownLogGroup.properties.number('RetentionInDays'),
          whenProxyIsDeleted: ownLogGroup.deletionPolicy === 'Retain' ? 'kept' : 'deleted',
        },
      }),
      roles: { task: roleOf('task', 'TaskRole'), execution: roleOf('execution', 'ExecutionRole') },
      image: built ?? { reference: container?.image ?? '' },
      task,
      securityRules: rules.toSorted(),
      loadBalancer: loadBalancerOf(loadBalancer.properties),
      targetGroup: targetGroupOf(targetGroup.properties),
      listeners: Object.fromEntries(own('ElasticLoadBalancingV2::Listener').map(listenerOf)),
      service: serviceOf(service.properties),
      ...(discovery && { discovery }),
      tags,
    },
    names,
  );
}

/** A template's value with names for what only the deployment knows. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== 'object' || value === null) return value;
  const [key = '', ...more] = Object.keys(value);
  if (more.length === 0 && key === 'Fn::Sub') return String((value as Record<string, unknown>)[key]);
  if (more.length === 0 && (key === 'Ref' || key === 'Fn::GetAtt')) return literal(deployed(value));
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, known(member)]));
  return more.length === 0 && key === 'Fn::Join' ? literal(deployed(members)) : members;
}

function literal(text: string): string {
  return text.replaceAll('AWS::Partition', 'aws').replaceAll('AWS::URLSuffix', 'amazonaws.com');
}

function ruleLine(direction: 'in' | 'out', group: string, rule: Properties): string {
  const peer = ['CidrIp', 'CidrIpv6', 'SourcePrefixListId', 'SourceSecurityGroupId', 'DestinationSecurityGroupId']
    .filter((key) => rule.has(key))
    .map((key) => rule.text(key));
  const protocol = rule.text('IpProtocol');
  const ports = protocol === '-1' ? 'all ports' : `${rule.number('FromPort')}-${rule.number('ToPort')}`;
  const line = `${group} ${direction} ${protocol} ${ports} ${peer.join()} (${rule.text('Description')})`;
  rule.done();
  return line;
}

function statements(document: Properties): readonly string[] {
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

function clusterOf(own: Found | undefined): Neutral['cluster'] {
  if (own === undefined) return { name: given.CLUSTER };
  const settings = own.properties.objects('ClusterSettings').map((it) => `${it.text('Name')}=${it.text('Value')}`);
  own.properties.done();
  return { name: '<cluster>', settings };
}

function taskOf(properties: Properties): Neutral['task'] {
  const platform = properties.object('RuntimePlatform');
  const containers = properties.objects('ContainerDefinitions').map(containerOf);
  properties.text('Family');
  const task = {
    cpu: properties.text('Cpu'),
    memory: properties.text('Memory'),
    networkMode: properties.text('NetworkMode'),
    compatibilities: properties.texts('RequiresCompatibilities'),
    architecture: platform.text('CpuArchitecture'),
    operatingSystem: platform.text('OperatingSystemFamily'),
    taskRole: properties.text('TaskRoleArn'),
    executionRole: properties.text('ExecutionRoleArn'),
    containers: Object.fromEntries(containers),
  };
  properties.done();
  return task;
}

function containerOf(properties: Properties): readonly [string, Container] {
  const log = properties.object('LogConfiguration');
  const linux = properties.object('LinuxParameters');
  const name = properties.text('Name');
  const container = {
    image: properties.text('Image'),
    essential: properties.flag('Essential'),
    entryPoint: entryPoint(properties.texts('EntryPoint')),
    ...command(properties.texts('Command')),
    environment: properties.objects('Environment').map((it) => it.text('Name')),
    ports: properties.objects('PortMappings').map((it) => `${it.number('ContainerPort')}/${it.text('Protocol')}`),
    stopTimeout: properties.number('StopTimeout'),
    ulimits: properties
      .objects('Ulimits')
      .map((it) => `${it.text('Name')} ${it.number('SoftLimit')} ${it.number('HardLimit')}`),
    user: properties.text('User'),
    readonlyRootFilesystem: properties.flag('ReadonlyRootFilesystem'),
    droppedCapabilities: linux.object('Capabilities').texts('Drop'),
    initProcess: linux.flag('InitProcessEnabled', false),
    dockerLabels: properties.record('DockerLabels'),
    logDriver: log.text('LogDriver'),
    logOptions: log.record('Options'),
  };
  properties.done();
  return [name, container];
}

function loadBalancerOf(properties: Properties): Neutral['loadBalancer'] {
  const loadBalancer = {
    type: properties.text('Type'),
    scheme: properties.text('Scheme'),
    subnets: properties.texts('Subnets'),
    securityGroups: properties.texts('SecurityGroups'),
    ipAddressType: properties.text('IpAddressType', 'ipv4'),
    attributes: attributes(properties.objects('LoadBalancerAttributes')),
  };
  properties.done();
  return loadBalancer;
}

function attributes(list: readonly Properties[]): Readonly<Record<string, string>> {
  return Object.fromEntries(list.map((it) => [it.text('Key'), it.text('Value')]));
}

function targetGroupOf(properties: Properties): Neutral['targetGroup'] {
  const targetGroup = {
    vpc: properties.text('VpcId'),
    targetType: properties.text('TargetType'),
    protocol: properties.text('Protocol'),
    protocolVersion: properties.text('ProtocolVersion'),
    port: properties.number('Port'),
    attributes: attributes(properties.objects('TargetGroupAttributes')),
    healthCheck: {
      protocol: properties.text('HealthCheckProtocol'),
      port: properties.text('HealthCheckPort'),
      path: properties.text('HealthCheckPath'),
      interval: properties.number('HealthCheckIntervalSeconds'),
      timeout: properties.number('HealthCheckTimeoutSeconds'),
      healthy: properties.number('HealthyThresholdCount'),
      unhealthy: properties.number('UnhealthyThresholdCount'),
      codes: properties.object('Matcher').text('HttpCode'),
    },
  };
  properties.done();
  return targetGroup;
}

function listenerOf({ properties }: Found): readonly [string, Neutral['listeners'][string]] {
  const [action] = properties.objects('DefaultActions');
  const [certificate] = properties.objects('Certificates').map((it) => it.text('CertificateArn'));
  assert.ok(action);
  const redirect = action.has('RedirectConfig') ? action.object('RedirectConfig') : undefined;
  const listener = {
    protocol: properties.text('Protocol'),
    ...(certificate !== undefined && { certificate }),
    ...(properties.has('SslPolicy') && { sslPolicy: properties.text('SslPolicy') }),
    action: redirect
      ? `${action.text('Type')} to ${redirect.text('Protocol')} ${redirect.text('Port')} ${redirect.text('StatusCode')}`
      : `${action.text('Type')} to ${action.text('TargetGroupArn')}`,
  };
  redirect?.done();
  action.done();
  properties.text('LoadBalancerArn');
  const port = properties.number('Port');
  properties.done();
  return [String(port), listener];
}

function serviceOf(properties: Properties): Neutral['service'] {
  const deployment = properties.object('DeploymentConfiguration');
  const breaker = deployment.object('DeploymentCircuitBreaker');
  const network = properties.object('NetworkConfiguration').object('AwsvpcConfiguration');
  // Both are what ECS does without them.
  properties.expect('DeploymentController', { Type: 'ECS' });
  deployment.expect('Alarms', { AlarmNames: [], Enable: false, Rollback: false });
  const service = {
    cluster: properties.text('Cluster'),
    taskDefinition: properties.text('TaskDefinition'),
    launchType: properties.text('LaunchType'),
    desiredCount: properties.number('DesiredCount'),
    minimumHealthyPercent: deployment.number('MinimumHealthyPercent'),
    maximumPercent: deployment.number('MaximumPercent'),
    circuitBreaker: { enable: breaker.flag('Enable'), rollback: breaker.flag('Rollback', false) },
    healthCheckGracePeriod: properties.number('HealthCheckGracePeriodSeconds'),
    availabilityZoneRebalancing: properties.text('AvailabilityZoneRebalancing'),
    loadBalancers: properties
      .objects('LoadBalancers')
      .map((it) => `${it.text('ContainerName')}:${it.number('ContainerPort')} in ${it.text('TargetGroupArn')}`),
    subnets: network.texts('Subnets'),
    securityGroups: network.texts('SecurityGroups'),
    assignPublicIp: network.text('AssignPublicIp') === 'ENABLED',
    executeCommand: properties.flag('EnableExecuteCommand'),
    managedTags: properties.flag('EnableECSManagedTags'),
    propagateTags: properties.text('PropagateTags'),
    // CloudFormation always does.
    deploymentIsWaitedFor: true,
  };
  deployment.done();
  network.done();
  properties.done();
  return service;
}

function discoveryOf(
  own: (type: string) => readonly Found[],
  every: (type: string) => readonly Found[],
  names: Map<string, string>,
): Neutral['discovery'] {
  const [namespace] = own('ServiceDiscovery::PrivateDnsNamespace');
  if (namespace === undefined) {
    // The user's own.
    for (const { id, properties } of every('ServiceDiscovery::Service'))
      names.set(`${id}.Name`, properties.text('Name'));
    return undefined;
  }
  names.set(namespace.properties.text('Name'), '<namespace>').set(`${namespace.id}.Id`, '<namespace id>');
  const services = every('ServiceDiscovery::Service').map(({ id, properties }) => {
    const [name = ''] = /^[a-z]+/.exec(id) ?? [];
    names.set(`${id}.Name`, given.discovered(name));
    const dns = properties.object('DnsConfig');
    const registered = every('ECS::Service').some(({ properties: service }) =>
      JSON.stringify(service.value('ServiceRegistries') ?? '').includes(`${id}.Arn`),
    );
    dns.text('NamespaceId');
    properties.text('NamespaceId');
    return [
      name,
      {
        records: dns.objects('DnsRecords').map((it) => `${it.text('Type')} ${it.number('TTL')}`),
        routing: dns.text('RoutingPolicy'),
        failureThreshold: properties.object('HealthCheckCustomConfig').number('FailureThreshold'),
        registration: registered ? ('made by the proxy' as const) : ('left to the user' as const),
      },
    ] as const;
  });
  return { namespaceVpc: namespace.properties.text('Vpc'), services: Object.fromEntries(services) };
}
