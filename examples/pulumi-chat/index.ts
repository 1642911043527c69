import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Backend, Compute, WebSocketProxy } from 'websocket-proxy-constructs/pulumi';
import { chatContainer } from './chat-container.ts';

// The network that every account has, with a public subnet in each Availability Zone.
const vpc = aws.ec2.getVpcOutput({ default: true });
const subnets = aws.ec2.getSubnetsOutput({ filters: [{ name: 'default-for-az', values: ['true'] }] });
const cluster = new aws.ecs.Cluster('chat');

// Nobody but the proxy may connect to the chat: `Backend.service` adds the only rule for it.
const chatTasks = new aws.ec2.SecurityGroup('chat', { vpcId: vpc.id, description: 'The tasks of the chat' });
new aws.vpc.SecurityGroupEgressRule('chat', {
  securityGroupId: chatTasks.id,
  ipProtocol: '-1',
  cidrIpv4: '0.0.0.0/0',
});

const chat = Backend.service('chat', { port: 8080, securityGroupId: chatTasks.id });
const proxy = new WebSocketProxy('proxy', {
  vpcId: vpc.id,
  publicSubnetIds: subnets.ids,
  // Without it, tasks in public subnets have no way to their image.
  compute: Compute.fargate({ assignPublicIp: true }),
  clusterArn: cluster.arn,
  backends: { '/chat/': chat, '/': chat },
  // A socket in which nothing moves for this long is closed; the chat pings every 30 s, so none of its own are.
  idleTimeout: '10m',
});

const logs = new aws.cloudwatch.LogGroup('chat', { retentionInDays: 30 });
const role = new aws.iam.Role('chat', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'ecs-tasks.amazonaws.com' }),
});
const permissions = new aws.iam.RolePolicyAttachment('chat', {
  role: role.name,
  policyArn: aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy,
});
const task = new aws.ecs.TaskDefinition('chat', {
  family: 'chat',
  cpu: '256',
  memory: '512',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  executionRoleArn: role.arn,
  containerDefinitions: pulumi.jsonStringify([
    {
      name: 'chat',
      ...chatContainer(),
      portMappings: [{ containerPort: 8080 }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': logs.name, 'awslogs-region': logs.region, 'awslogs-stream-prefix': 'chat' },
      },
    },
  ]),
});
new aws.ecs.Service(
  'chat',
  {
    cluster: cluster.arn,
    taskDefinition: task.arn,
    launchType: 'FARGATE',
    // One task: the rooms live in its memory.
    desiredCount: 1,
    networkConfiguration: { subnets: subnets.ids, securityGroups: [chatTasks.id], assignPublicIp: true },
    serviceRegistries: { registryArn: proxy.registry(chat).arn },
    deploymentCircuitBreaker: { enable: true, rollback: true },
  },
  { dependsOn: permissions },
);

export const address = proxy.url;
