import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { Backend, RuntimeImage, WebSocketProxy, type WebSocketProxyArgs } from 'websocket-proxy-constructs/pulumi';
import { parseProxyConfig, type ProxyConfig } from '../../proxy-runtime/index.ts';

/** A resource that a program asked for. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly provider: string;
}

/** What a program did under mocks. */
export interface Recording {
  readonly resources: readonly Recorded[];
  readonly calls: readonly string[];
  /** Warnings of the program. */
  readonly warnings: readonly string[];
}

type Subnets = Readonly<Record<string, { readonly availabilityZone: string; readonly ipv6CidrBlock: string }>>;

/** AWS's region in the mocks' ARNs. */
const REGION = 'eu-central-1';

/** What ARNs call a service that Pulumi calls otherwise. */
const SERVICES: Readonly<Record<string, string>> = { lb: 'elasticloadbalancing' };

/**
 * Runs a program without Pulumi's engine, and records what it asked for.
 *
 * @param subnets - what AWS says of them, by id; nothing of others
 * @param preview - whether ids and other outputs of resources are unknown, as in `pulumi preview`
 */
export async function record<T>(
  program: () => T,
  { preview = false, subnets = {} }: { readonly preview?: boolean; readonly subnets?: Subnets } = {},
): Promise<Recording & { readonly result: T }> {
  const resources: Recorded[] = [];
  const calls: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs: given, provider = '' }) => {
        const inputs = given as Recorded['inputs'];
        resources.push({ type, name, inputs, provider });
        return preview ? { id: undefined, state: inputs } : { id: `${name}-id`, state: state(type, name, inputs) };
      },
      call: ({ token, inputs }) => {
        calls.push(token);
        if (token === 'aws:ec2/getSubnet:getSubnet') return { ...subnets[(inputs as { readonly id: string }).id] };
        return {
          ...{ cidrBlock: '10.0.0.0/16', ipv6CidrBlock: '2001:db8::/56', userName: 'AWS', password: 'token' },
          ...{ region: REGION, dnsSuffix: 'amazonaws.com' },
        };
      },
    },
    'project',
    'stack',
    preview,
  );
  const warnings: string[] = [];
  const { warn } = pulumi.log;
  Object.assign(pulumi.log, {
    warn: (message: string) => {
      warnings.push(message);
      return Promise.resolve();
    },
  });
  try {
    return { resources, calls, warnings, result: program() };
  } finally {
    await settled();
    Object.assign(pulumi.log, { warn });
  }
}

/** A proxy with all it needs, and one backend unless `args` has others. */
export function proxy(
  args: Partial<WebSocketProxyArgs> = {},
  name = 'chat',
  opts: pulumi.ComponentResourceOptions = {},
): WebSocketProxy {
  return new WebSocketProxy(
    name,
    {
      vpcId: 'vpc-1',
      publicSubnetIds: ['subnet-1', 'subnet-2'],
      privateSubnetIds: ['subnet-3', 'subnet-4'],
      image: RuntimeImage.fromRegistry('registry.example.com/wsproxy:1'),
      backends: { '/': Backend.url('http://legacy.internal:8080') },
      ...args,
    },
    opts,
  );
}

/** The inputs of the only resource of a type, or of that with a name. */
export function inputsOf({ resources }: Recording, type: string, name?: string): Readonly<Record<string, unknown>> {
  const found = resources.filter(
    (resource) => resource.type === type && (name === undefined || resource.name === name),
  );
  assert.equal(found.length, 1, `${type} ${name ?? ''}`);
  return found[0]?.inputs ?? {};
}

/** The proxy's container in its task definition. */
export function containerOf(recording: Recording): Readonly<Record<string, unknown>> & { readonly command: string[] } {
  const { containerDefinitions } = inputsOf(recording, 'aws:ecs/taskDefinition:TaskDefinition');
  const [container] = JSON.parse(String(containerDefinitions)) as [ReturnType<typeof containerOf>];
  return container;
}

/** The configuration in the container's command, checked as the deployed proxy would check it. */
export function configOf(recording: Recording): ProxyConfig {
  const [option, json = ''] = containerOf(recording).command.slice(-2);
  assert.equal(option, '--config-json');
  return parseProxyConfig(JSON.parse(json));
}

/** An output's value. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => {
      resolve(value);
    });
  });
}

function state(type: string, name: string, inputs: object): object {
  const service = type.split(/[:/]/)[1] ?? '';
  return {
    name: `${name}-0123456`,
    arn: `arn:aws:${SERVICES[service] ?? service}:${REGION}:123456789012:${name}`,
    dnsName: `${name}.example.com`,
    repositoryUrl: `123456789012.dkr.ecr.${REGION}.amazonaws.com/${name}`,
    registryId: '123456789012',
    digest: 'sha256:0123',
    bucket: `${name}-0123456`,
    ...inputs,
  };
}

/** Resolves when the program has asked for all it is going to. */
async function settled(): Promise<void> {
  await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
}
