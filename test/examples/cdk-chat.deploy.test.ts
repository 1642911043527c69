import assert from 'node:assert/strict';
import { on, once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { runCdk } from '../support/cdk.ts';
import { findFreePort } from '../../lib/local/backends/free-port.ts';
import { startMoto, type Moto } from '../support/moto.ts';
import { NODE_IMAGE } from '../../lib/plan/images/node-image.ts';
import { startAws } from '../proxy-runtime/aws/support.ts';
import { startProgram, type Program } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { root, skipUnless } from '../support/tools.ts';
import type { ListenConfig, ProxyConfig } from '../../proxy-runtime/config/types.ts';

const example = join(root, 'examples/cdk-chat');

interface Container {
  readonly name: string;
  readonly image: string;
  readonly entryPoint?: readonly string[];
  readonly command: readonly string[];
  readonly environment: readonly unknown[];
  readonly logConfiguration: { readonly logDriver: string; readonly options: Record<string, string> };
  readonly portMappings: readonly { readonly containerPort: number }[];
}

interface Rule {
  readonly FromPort: number;
  readonly IpRanges: { readonly CidrIp: string }[];
  readonly UserIdGroupPairs: { readonly GroupId: string }[];
}

interface RolePolicy {
  readonly PolicyDocument: { readonly Statement: { readonly Action: string | string[]; readonly Resource: string }[] };
}

interface Named {
  readonly Name: string;
}

/** What the container's process would be, but with the Node that runs the tests. */
function startContainer(container: Container, env: NodeJS.ProcessEnv): Program & AsyncDisposable {
  const [node, ...args] = [...(container.entryPoint ?? []), ...container.command];
  assert.equal(node, 'node');
  return startProgram(process.execPath, args, { env, cwd: '/' });
}

/** The proxy's container as it is, but for where it listens and where the chat is. */
function onThisMachine(
  proxy: Container,
  chatName: string,
  ports: { traffic: number; health: number; chat: number },
): Container {
  const { command } = proxy;
  const config = JSON.parse(command.at(-1) ?? '') as ProxyConfig;
  assert.deepEqual(
    config.servers.map(({ listen }) => (listen as ListenConfig).address),
    [8080],
  );
  assert.deepEqual(config.upstreams?.['chat']?.servers, [{ address: chatName, resolve: true }]);
  const moved: ProxyConfig = {
    ...config,
    health: { ...config.health, listen: `127.0.0.1:${ports.health}` },
    upstreams: { chat: { servers: [{ address: `127.0.0.1:${ports.chat}` }] } },
    servers: config.servers.map((server) => ({ ...server, listen: `127.0.0.1:${ports.traffic}` })),
  };
  return { ...proxy, command: command.with(-1, JSON.stringify(moved)) };
}

/** Asks the proxy's health endpoint until it answers so. */
async function untilHealthIs(status: number, port: number): Promise<void> {
  const signal = AbortSignal.timeout(30_000);
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal }).catch((error: unknown) => error);
    if (answer instanceof Response && answer.status === status) return;
    if (signal.aborted) throw new Error(`the health endpoint never answered ${status}`, { cause: answer });
    await delay(50);
  }
}

async function messageWith(text: string, socket: WebSocket): Promise<void> {
  for await (const [event] of on(socket, 'message', { signal: AbortSignal.timeout(10_000) }) as AsyncIterable<
    [MessageEvent]
  >) {
    if (String(event.data).includes(text)) return;
  }
}

describe('examples/cdk-chat, deployed to moto', { skip: skipUnless('cdk', 'moto', 'aws') }, () => {
  const cleanUp = new AsyncDisposableStack();
  let moto: Moto;
  let ids: (type: string) => string[];
  let containers: Map<string, Container>;

  before(async () => {
    moto = cleanUp.use(await startMoto());
    const output = cleanUp.use(await temporaryFolder()).path;
    // Beside a cdk.json it would synthesize the app first.
    await runCdk(output, ['bootstrap', 'aws://123456789012/us-east-1'], moto.env);
    const options = ['--require-approval', 'never', '--output', output];
    await runCdk(example, ['deploy', ...options], moto.env);

    const { StackResources: resources } = (await moto.aws(
      ...['cloudformation', 'describe-stack-resources', '--stack-name', 'Chat'],
    )) as { StackResources: { ResourceType: string; PhysicalResourceId: string }[] };
    ids = (type) => resources.filter((each) => each.ResourceType === type).map((each) => each.PhysicalResourceId);
    const definitions = await Promise.all(
      ids('AWS::ECS::TaskDefinition').map(async (id) => {
        const answer = await moto.aws('ecs', 'describe-task-definition', '--task-definition', id);
        return (answer as { taskDefinition: { containerDefinitions: Container[] } }).taskDefinition;
      }),
    );
    containers = new Map(definitions.flatMap((each) => each.containerDefinitions).map((each) => [each.name, each]));
  });
  after(() => cleanUp.disposeAsync());

  const container = (name: string): Container => {
    const found = containers.get(name);
    assert.ok(found, `no container ${name}`);
    return found;
  };

  /** The chat's address in the VPC, as Cloud Map has it. */
  async function chatName(): Promise<string> {
    const { Services: services } = (await moto.aws('servicediscovery', 'list-services')) as { Services: Named[] };
    const { Namespaces: namespaces } = (await moto.aws('servicediscovery', 'list-namespaces')) as {
      Namespaces: Named[];
    };
    assert.equal(services.length, 1);
    return `${services[0]?.Name ?? ''}.${namespaces[0]?.Name ?? ''}:8080`;
  }

  async function permissionsOf(role: string): Promise<string[]> {
    const { AttachedPolicies: attached } = (await moto.aws(
      ...['iam', 'list-attached-role-policies', '--role-name', role],
    )) as { AttachedPolicies: unknown[] };
    assert.deepEqual(attached, []);
    const { PolicyNames: names } = (await moto.aws('iam', 'list-role-policies', '--role-name', role)) as {
      PolicyNames: string[];
    };
    const policies = await Promise.all(
      names.map((name) => moto.aws('iam', 'get-role-policy', '--role-name', role, '--policy-name', name)),
    );
    return policies
      .flatMap((policy) => (policy as RolePolicy).PolicyDocument.Statement)
      .map(({ Action, Resource }) => `${[Action].flat().join(' ')} at ${Resource.split(':')[2] ?? ''}`);
  }

  test('the network: two zones, and the way in leads through the load balancer only', async () => {
    assert.equal(ids('AWS::EC2::Subnet').length, 4);
    const { SecurityGroups: groups } = (await moto.aws(
      ...['ec2', 'describe-security-groups', '--group-ids', ...ids('AWS::EC2::SecurityGroup')],
    )) as { SecurityGroups: { GroupId: string; IpPermissions: Rule[] }[] };
    const rules = groups.flatMap((group) => group.IpPermissions);
    const open = rules.filter((rule) => rule.IpRanges.length > 0);
    assert.deepEqual(
      open.map((rule) => [rule.FromPort, rule.IpRanges.map((range) => range.CidrIp)]),
      [[80, ['0.0.0.0/0']]],
    );
    // Load balancer to proxy (traffic and health), proxy to chat.
    const inner = rules.filter((rule) => rule.UserIdGroupPairs.length > 0).map((rule) => rule.FromPort);
    assert.deepEqual(inner.sort(), [8080, 8080, 8081]);
  });

  test('the load balancer: a listener that forwards to a target group with the health check', async () => {
    const arn = ids('AWS::ElasticLoadBalancingV2::LoadBalancer')[0] ?? '';
    const { Listeners: listeners } = (await moto.aws(
      ...['elbv2', 'describe-listeners', '--load-balancer-arn', arn],
    )) as {
      Listeners: { Port: number; Protocol: string; DefaultActions: { Type: string; TargetGroupArn: string }[] }[];
    };
    const { TargetGroups: targetGroups } = (await moto.aws('elbv2', 'describe-target-groups')) as {
      TargetGroups: Record<string, unknown>[];
    };
    assert.equal(targetGroups.length, 1);
    const [targetGroup] = targetGroups;
    assert.equal(targetGroup?.['Port'], 8080);
    assert.equal(targetGroup['TargetType'], 'ip');
    assert.equal(targetGroup['HealthCheckPort'], '8081');
    assert.equal(targetGroup['HealthCheckPath'], '/healthz');
    assert.deepEqual(
      listeners.map(({ Port, Protocol, DefaultActions }) => ({
        Port,
        Protocol,
        to: DefaultActions[0]?.TargetGroupArn,
      })),
      [{ Port: 80, Protocol: 'HTTP', to: targetGroup['TargetGroupArn'] }],
    );
  });

  test("the roles: an execution role may write its own log, the proxy's read its server, the chat's nothing", async () => {
    const allowed = await Promise.all(ids('AWS::IAM::Role').map(permissionsOf));
    const writesLog = ['logs:CreateLogStream logs:PutLogEvents at logs'];
    assert.deepEqual(
      allowed.sort((one, other) => String(one).localeCompare(String(other))),
      [[], writesLog, writesLog, ['s3:GetObject at s3']],
    );
  });

  test('the logs: both containers write to groups that exist', async () => {
    const { logGroups } = (await moto.aws('logs', 'describe-log-groups')) as { logGroups: { logGroupName: string }[] };
    const existing = logGroups.map((group) => group.logGroupName);
    for (const name of ['proxy', 'chat']) {
      const { logDriver, options } = container(name).logConfiguration;
      assert.equal(logDriver, 'awslogs');
      assert.ok(existing.includes(options['awslogs-group'] ?? ''), `${name}: ${options['awslogs-group'] ?? ''}`);
    }
  });

  test('the container definitions: a public Node image, and nothing in the environment', () => {
    assert.deepEqual([...containers.keys()].sort(), ['chat', 'proxy']);
    for (const { image, environment } of containers.values()) {
      assert.equal(image, NODE_IMAGE);
      assert.deepEqual(environment, []);
    }
  });

  test('started from its task definition, the proxy carries a chat, and drains at SIGTERM', async () => {
    const ports = { traffic: await findFreePort(), health: await findFreePort(), chat: await findFreePort() };
    await using chat = startContainer(container('chat'), { PORT: String(ports.chat), HOST: '127.0.0.1' });
    await chat.printed(/listens/);
    // Its server is where the deployment has put it, and its credentials come from where ECS's agent gives them out.
    await using agent = await startAws([]);
    const env = { ...agent.env, AWS_ENDPOINT_URL_S3: moto.env['AWS_ENDPOINT_URL'] };
    await using proxy = startContainer(onThisMachine(container('proxy'), await chatName(), ports), env);
    await untilHealthIs(200, ports.health);

    const address = `http://127.0.0.1:${ports.traffic}`;
    await using guests = startProgram(process.execPath, [join(root, 'examples/chat/round-trip.ts')], {
      env: { WSPROXY_URL: address },
    });
    assert.equal(await guests.ended(), 0, guests.output);
    assert.match(guests.output, /^close {6}4000/m);

    const socket = new WebSocket(`${address.replace('http', 'ws')}/chat/lobby?name=Ada`);
    await once(socket, 'open', { signal: AbortSignal.timeout(10_000) });
    proxy.signal('SIGTERM');
    await untilHealthIs(503, ports.health);
    socket.send('still here');
    await messageWith('still here', socket);
    socket.close();
    assert.equal(await proxy.ended(), 0, proxy.output);
  });
});
