import assert from 'node:assert/strict';
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { Backend, WebSocketProxy, type WebSocketProxyProps } from 'websocket-proxy-constructs/cdk';
import { parseProxyConfig, type ProxyConfig } from '../../proxy-runtime/index.ts';

/** A stack with a VPC of two zones, and an app that refuses every finding of CDK's own CloudFormation rules. */
export class TestStack extends Stack {
  readonly vpc: ec2.Vpc;

  constructor(app = testApp(), id = 'Chat', props: StackProps = {}) {
    super(app, id, props);
    this.vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });
  }

  /** A proxy in that VPC, with one backend unless `props` has others. */
  addProxy(props: Partial<WebSocketProxyProps> = {}, id = 'Proxy'): WebSocketProxy {
    return new WebSocketProxy(this, id, { vpc: this.vpc, backends: { '/': legacy() }, ...props });
  }

  /** The template, once the app's validations have passed. */
  template(): Template {
    return Template.fromStack(this);
  }
}

export function testApp(): App {
  return new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
}

export function legacy(): Backend {
  return Backend.url('http://legacy.internal:8080');
}

/** A Fargate service whose container maps port 8080. */
export function chatService(
  scope: Construct,
  cluster: ecs.ICluster,
  id = 'ChatService',
  props: Partial<ecs.FargateServiceProps> = {},
): ecs.FargateService {
  const taskDefinition = new ecs.FargateTaskDefinition(scope, `${id}Task`);
  taskDefinition.addContainer('chat', {
    image: ecs.ContainerImage.fromRegistry('example/chat'),
    portMappings: [{ containerPort: 8080 }],
  });
  return new ecs.FargateService(scope, id, { cluster, taskDefinition, minHealthyPercent: 100, ...props });
}

interface ContainerDefinition {
  readonly Name: string;
  readonly Command: readonly unknown[];
  readonly EntryPoint?: readonly unknown[];
  readonly [property: string]: unknown;
}

/** The proxy's container in a template with one proxy. */
export function proxyContainer(template: Template): ContainerDefinition {
  const definitions = Object.values(template.findResources('AWS::ECS::TaskDefinition'));
  const containers = definitions.flatMap(
    ({ Properties }) => (Properties as { ContainerDefinitions: ContainerDefinition[] }).ContainerDefinitions,
  );
  const container = containers.find(({ Name }) => Name === 'proxy');
  assert.ok(container);
  return container;
}

/** The configuration in the container's command, checked as the deployed proxy would check it. */
export function proxyConfig(template: Template): ProxyConfig {
  return parseProxyConfig(proxyConfigJson(template));
}

/** The configuration in the container's command, with names for what the deployment fills in. */
export function proxyConfigJson(template: Template): ProxyConfig {
  const [option, json] = proxyContainer(template).Command.slice(-2);
  assert.equal(option, '--config-json');
  return JSON.parse(deployed(json)) as ProxyConfig;
}

/** A string of a template with `LOGICALID.Attribute` for what the deployment fills in. */
export function deployed(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = []] = Object.entries(value as Record<string, unknown>);
  if (intrinsic === 'Ref') return String(argument);
  if (intrinsic === 'Fn::GetAtt') return (argument as string[]).join('.');
  assert.equal(intrinsic, 'Fn::Join');
  const [separator, parts] = argument as [string, unknown[]];
  return parts.map(deployed).join(separator);
}
