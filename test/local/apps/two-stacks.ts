import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Backend, RuntimeImage, WebSocketProxy } from '../../../lib/cdk/index.ts';

/** A service in one stack and the proxy before it in another, both in a stage; context chooses the strength of the reference between them. */
const app = new App();
const stage = new Stage(app, 'Prod');

const services = new Stack(stage, 'Services');
const vpc = new Vpc(services, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
const cluster = new Cluster(services, 'Cluster', { vpc });
const taskDefinition = new FargateTaskDefinition(services, 'Task');
taskDefinition.addContainer('chat', {
  image: ContainerImage.fromRegistry('chat'),
  portMappings: [{ containerPort: 9000 }],
});
const chat = new FargateService(services, 'Chat', { cluster, taskDefinition, minHealthyPercent: 100 });
cluster.addDefaultCloudMapNamespace({ name: 'chat.internal' });
chat.enableCloudMap({});

const edge = new Stack(stage, 'Edge');
new WebSocketProxy(edge, 'Proxy', {
  vpc,
  backends: { '/chat/': Backend.service(chat, 9000), '/': Backend.url('http://legacy.internal:8080') },
  image: RuntimeImage.fromRegistry('registry.example.com/proxy:1'),
  certificate: Certificate.fromCertificateArn(
    edge,
    'Certificate',
    'arn:aws:acm:us-east-1:123456789012:certificate/abc',
  ),
  idleTimeout: Duration.seconds(300),
  deregistrationDelay: Duration.seconds(60),
});
