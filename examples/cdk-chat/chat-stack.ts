import { Annotations, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, FargateService, FargateTaskDefinition, LogDriver } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { Backend, WebSocketProxy } from 'websocket-proxy-constructs/cdk';
import { chatContainer } from './chat-container.ts';

/** A chat behind a WebSocket proxy. */
export class ChatStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // Nothing uses the VPC's default security group; emptying it would take a Lambda function.
    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    const cluster = new Cluster(this, 'Cluster', { vpc });

    const task = new FargateTaskDefinition(this, 'ChatTask');
    task.addContainer('chat', {
      ...chatContainer(),
      portMappings: [{ containerPort: 8080 }],
      logging: LogDriver.awsLogs({ streamPrefix: 'chat' }),
    });
    // One task: the rooms live in its memory.
    const chat = new FargateService(this, 'Chat', {
      cluster,
      taskDefinition: task,
      desiredCount: 1,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
    });

    const proxy = new WebSocketProxy(this, 'Proxy', {
      vpc,
      cluster,
      backends: {
        '/chat/': Backend.service(chat, 8080),
        '/': Backend.service(chat, 8080),
      },
      // A socket in which nothing moves for this long is closed; the chat pings every 30 s, so none of its own are.
      idleTimeout: Duration.minutes(10),
    });
    Annotations.of(proxy).acknowledgeWarning(
      'websocket-proxy-constructs:publicWithoutTls',
      'A demonstration without a domain of its own; give the proxy a certificate before anybody says something private',
    );

    new CfnOutput(this, 'Address', { value: proxy.url });
  }
}
