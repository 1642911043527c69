import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '../../lib/local/backends/free-port.ts';
import type { ProxyConfig } from '../../proxy-runtime/config/types.ts';
import { startAws } from '../proxy-runtime/aws/support.ts';
import { startMoto, type Moto } from '../support/moto.ts';
import { startProgram } from '../support/program.ts';
import { skipUnless } from '../support/tools.ts';
import { everything, programOf } from './cases.ts';
import { record, type Recorded } from './record.ts';
import { resolveReferences } from './reference.ts';
import { startTerraform, type Refreshed } from './terraform.ts';
import { translate } from './translate.ts';

/** What moto does not give back as it was given, and what this test therefore can't say of the component. */
const NOT_KEPT_BY_MOTO = [
  // Its ECS has no such settings; the first one is the provider's default.
  'aws_ecs_service.availability_zone_rebalancing',
  'aws_ecs_service.enable_ecs_managed_tags',
  'aws_ecs_service.enable_execute_command',
  'aws_ecs_service.health_check_grace_period_seconds',
  // It keeps the descriptions of rules for addresses only, not those for security groups.
  'aws_vpc_security_group_egress_rule.description',
  'aws_vpc_security_group_ingress_rule.description',
];

interface Rule {
  readonly IsEgress: boolean;
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly GroupId: string;
  readonly CidrIpv4?: string;
  readonly CidrIpv6?: string;
  readonly ReferencedGroupInfo?: { readonly GroupId: string };
}

describe("Pulumi's WebSocketProxy, applied to moto", { skip: skipUnless('terraform', 'moto', 'aws') }, () => {
  const cleanUp = new AsyncDisposableStack();
  let moto: Moto;
  let recorded: readonly Recorded[];
  let refreshed: Refreshed;

  before(async () => {
    const terraform = cleanUp.use(await startTerraform());
    moto = cleanUp.use(await startMoto());
    const program = programOf({
      // A prefix list or another security group would have to exist.
      edge: (surroundings) => everything(surroundings, ['192.0.2.0/24', '2001:db8::/32']),
    });
    ({ recorded } = await record(terraform.schema, program));
    const { configuration, unknown } = translate(terraform.schema, recorded);
    assert.deepEqual(unknown, []);
    await terraform.apply(configuration, moto.env);
    refreshed = await terraform.refresh(moto.env);
  });
  after(() => cleanUp.disposeAsync());

  /** What the provider knows of a resource now. */
  const valueOf = (address: string, attribute: string): string => {
    const value = refreshed.resources.get(address)?.[attribute];
    if (typeof value !== 'string') throw new Error(`${address} has no ${attribute}`);
    return value;
  };
  const arnOf = (address: string): string => valueOf(address, 'arn');

  async function attributes(kind: 'load-balancer' | 'target-group', arn: string): Promise<Record<string, string>> {
    const answer = await moto.aws('elbv2', `describe-${kind}-attributes`, `--${kind}-arn`, arn);
    const { Attributes: list } = answer as { Attributes: { Key: string; Value: string }[] };
    return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
  }

  test('everything is as it was asked for, but for what moto does not keep', () => {
    assert.deepEqual(refreshed.different, NOT_KEPT_BY_MOTO);
    const missing = recorded.filter(
      ({ kind, type, name }) => kind === 'resource' && !refreshed.resources.has(`${type}.${name}`),
    );
    assert.deepEqual(missing, []);
  });

  test('the load balancer has the idle timeout', async () => {
    const found = await attributes('load-balancer', arnOf('aws_lb.edge-alb'));
    assert.equal(found['idle_timeout.timeout_seconds'], '900');
    assert.equal(found['client_keep_alive.seconds'], '86400');
    assert.equal(found['routing.http.drop_invalid_header_fields.enabled'], 'true');
    assert.equal(found['deletion_protection.enabled'], 'true');
  });

  test('the target group has the deregistration delay and the health check', async () => {
    const arn = arnOf('aws_lb_target_group.edge-tg');
    const found = await attributes('target-group', arn);
    assert.equal(found['deregistration_delay.timeout_seconds'], '600');
    assert.equal(found['stickiness.enabled'], 'false');
    const answer = await moto.aws('elbv2', 'describe-target-groups', '--target-group-arns', arn);
    const { TargetGroups: groups } = answer as { TargetGroups: Record<string, unknown>[] };
    const { Protocol, ProtocolVersion, Port, HealthCheckPort, HealthCheckPath, TargetType } = groups[0] ?? {};
    assert.deepEqual(
      { Protocol, ProtocolVersion, Port, HealthCheckPort, HealthCheckPath, TargetType },
      {
        Protocol: 'HTTP',
        ProtocolVersion: 'HTTP1',
        Port: 8080,
        HealthCheckPort: '8081',
        HealthCheckPath: '/healthz',
        TargetType: 'ip',
      },
    );
  });

  test('the listeners: HTTPS to the target group, HTTP redirected', async () => {
    const answer = await moto.aws(...['elbv2', 'describe-listeners', '--load-balancer-arn', arnOf('aws_lb.edge-alb')]);
    const { Listeners: listeners } = answer as {
      Listeners: {
        Port: number;
        Protocol: string;
        SslPolicy: string;
        Certificates?: { CertificateArn: string }[];
        DefaultActions: {
          Type: string;
          TargetGroupArn?: string;
          RedirectConfig?: { Protocol: string; Port: string };
        }[];
      }[];
    };
    const [http, https, ...others] = listeners.sort((one, other) => one.Port - other.Port);
    assert.deepEqual(others, []);
    assert.deepEqual([http?.Port, http?.Protocol, https?.Port, https?.Protocol], [80, 'HTTP', 443, 'HTTPS']);
    const { Protocol, Port } = http?.DefaultActions[0]?.RedirectConfig ?? {};
    assert.deepEqual([Protocol, Port], ['HTTPS', '443']);
    assert.equal(https?.SslPolicy, 'ELBSecurityPolicy-TLS13-1-3-2021-06');
    assert.deepEqual(https.Certificates, [{ CertificateArn: arnOf('aws_acm_certificate.certificate') }]);
    assert.equal(https.DefaultActions[0]?.TargetGroupArn, arnOf('aws_lb_target_group.edge-tg'));
  });

  test('the container is the recorded one, with the names that the deployment gave', async () => {
    const { inputs } = recorded.find(({ type }) => type === 'aws_ecs_task_definition') ?? {};
    const text = inputs?.['containerDefinitions'];
    assert.ok(typeof text === 'string');
    const [expected] = JSON.parse(resolveReferences(text, valueOf)) as Record<string, unknown>[];
    assert.match(JSON.stringify(expected?.['command']), /"edge-chat-0a1b2c3\.edge\.stack\.project\.internal:8080/);

    const answer = await moto.aws(
      ...['ecs', 'describe-task-definition', '--task-definition', arnOf('aws_ecs_task_definition.edge-task')],
    );
    const { taskDefinition } = answer as { taskDefinition: { containerDefinitions: Record<string, unknown>[] } };
    const [found, ...others] = taskDefinition.containerDefinitions;
    assert.deepEqual(others, []);
    const asked = Object.keys(expected ?? {}).map((name) => [name, found?.[name]]);
    assert.deepEqual(Object.fromEntries(asked), expected);
  });

  test('the security groups: clients to the load balancer, that to the proxy, the proxy out', async () => {
    const answer = await moto.aws('ec2', 'describe-security-group-rules');
    const { SecurityGroupRules: rules } = answer as { SecurityGroupRules: Rule[] };
    const names = ['edge-load-balancer-sg', 'edge-tasks-sg', 'chat-tasks'];
    const nameOf = new Map(names.map((name) => [valueOf(`aws_security_group.${name}`, 'id'), name]));
    const ways = rules.flatMap((rule) => {
      const group = nameOf.get(rule.GroupId);
      const { CidrIpv4, CidrIpv6, ReferencedGroupInfo: other } = rule;
      const peer = CidrIpv4 ?? CidrIpv6 ?? nameOf.get(other?.GroupId ?? '') ?? 'unknown';
      const port = rule.IpProtocol === '-1' ? 'all' : `${rule.IpProtocol} ${rule.FromPort}`;
      return group === undefined ? [] : [`${group} ${rule.IsEgress ? 'to' : 'from'} ${peer}: ${port}`];
    });
    assert.deepEqual(ways.sort(), [
      'chat-tasks from edge-tasks-sg: tcp 8080',
      'edge-load-balancer-sg from 192.0.2.0/24: tcp 443',
      'edge-load-balancer-sg from 192.0.2.0/24: tcp 80',
      'edge-load-balancer-sg from 2001:db8::/32: tcp 443',
      'edge-load-balancer-sg from 2001:db8::/32: tcp 80',
      'edge-load-balancer-sg to edge-tasks-sg: tcp 8080',
      'edge-load-balancer-sg to edge-tasks-sg: tcp 8081',
      'edge-tasks-sg from edge-load-balancer-sg: tcp 8080',
      'edge-tasks-sg from edge-load-balancer-sg: tcp 8081',
      'edge-tasks-sg to 0.0.0.0/0: all',
      'edge-tasks-sg to ::/0: tcp 0',
    ]);
  });

  test('the roles: one writes to the log, the other opens shells in the tasks', async () => {
    const actions = async (name: string): Promise<string[]> => {
      const role = valueOf(`aws_iam_role.edge-${name}-role`, 'name');
      const policy = valueOf(`aws_iam_role_policy.edge-${name}-policy`, 'name');
      const answer = await moto.aws('iam', 'get-role-policy', '--role-name', role, '--policy-name', policy);
      const { PolicyDocument: document } = answer as {
        PolicyDocument: { Statement: { Action: string[]; Resource: string }[] };
      };
      return document.Statement.flatMap(({ Action, Resource }) => Action.map((action) => `${action} at ${Resource}`));
    };
    const log = `${arnOf('aws_cloudwatch_log_group.edge-logs')}:*`;
    assert.deepEqual(await actions('execution'), [`logs:CreateLogStream at ${log}`, `logs:PutLogEvents at ${log}`]);
    const shell = await actions('task');
    assert.ok(
      shell.includes(`s3:GetObject at ${arnOf('aws_s3_bucket.edge-server-bucket')}/websocket-proxy-constructs/*`),
    );
    assert.ok(shell.includes('ssmmessages:OpenDataChannel at *'), shell.join());
  });

  test('the container started by its own command fetches the server from the bucket, and is healthy', async () => {
    const answer = await moto.aws(
      ...['ecs', 'describe-task-definition', '--task-definition', arnOf('aws_ecs_task_definition.edge-task')],
    );
    const { taskDefinition } = answer as {
      taskDefinition: { containerDefinitions: { entryPoint: string[]; command: string[] }[] };
    };
    const [container] = taskDefinition.containerDefinitions;
    assert.ok(container);
    const {
      entryPoint: [node, ...args],
      command,
    } = container;
    assert.equal(node, 'node');
    const config = JSON.parse(command.at(-1) ?? '') as ProxyConfig;
    const port = await findFreePort();
    const here: ProxyConfig = {
      ...config,
      health: { ...config.health, listen: `127.0.0.1:${port}` },
      servers: config.servers.map((server) => ({ ...server, listen: '127.0.0.1:0' })),
    };
    await using agent = await startAws([]);
    const env = { ...agent.env, AWS_ENDPOINT_URL_S3: moto.env['AWS_ENDPOINT_URL'] };
    await using proxy = startProgram(process.execPath, [...args, ...command.with(-1, JSON.stringify(here))], { env });
    await proxy.printed(/listens on/);
    assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
  });

  test('the service runs the proxy where it was told to, in the target group', async () => {
    const cluster = arnOf('aws_ecs_cluster.edge-cluster');
    const service = valueOf('aws_ecs_service.edge-service', 'name');
    const answer = await moto.aws('ecs', 'describe-services', '--cluster', cluster, '--services', service);
    const { services } = answer as { services: Record<string, unknown>[] };
    const { desiredCount, launchType, loadBalancers, networkConfiguration } = services[0] ?? {};
    assert.deepEqual([desiredCount, launchType], [3, 'FARGATE']);
    assert.deepEqual(loadBalancers, [
      { targetGroupArn: arnOf('aws_lb_target_group.edge-tg'), containerName: 'proxy', containerPort: 8080 },
    ]);
    const { awsvpcConfiguration } = networkConfiguration as {
      awsvpcConfiguration: { subnets: string[]; securityGroups: string[]; assignPublicIp: string };
    };
    // A set to the provider, which has no order.
    assert.deepEqual(
      awsvpcConfiguration.subnets.toSorted(),
      ['a', 'b'].map((zone) => valueOf(`aws_subnet.private-${zone}`, 'id')).sort(),
    );
    assert.deepEqual(awsvpcConfiguration.securityGroups, [valueOf('aws_security_group.edge-tasks-sg', 'id')]);
    assert.equal(awsvpcConfiguration.assignPublicIp, 'DISABLED');
  });
});
