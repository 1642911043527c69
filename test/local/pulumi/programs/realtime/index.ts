import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Backend, LoadBalancing, RuntimeImage, WebSocketProxy } from '../../../../../lib/pulumi/index.ts';

/** A proxy in a component of the user's, with backends and a network that only a deployment knows. */
const network = new pulumi.StackReference('organization/network/dev');
const clients = new aws.ec2.SecurityGroup('clients', { vpcId: network.requireOutput('vpcId') });
const legacy = new aws.lb.LoadBalancer('legacy', { internal: true });
const platform = new pulumi.ComponentResource('realtime:index:Platform', 'platform');

const chat = Backend.service('chat', { port: 9000 });
const proxy = new WebSocketProxy(
  'edge',
  {
    vpcId: network.requireOutput('vpcId') as pulumi.Output<string>,
    publicSubnetIds: network.requireOutput('publicSubnetIds') as pulumi.Output<string[]>,
    privateSubnetIds: network.requireOutput('privateSubnetIds') as pulumi.Output<string[]>,
    loadBalancing: LoadBalancing.application({ allowFrom: [clients.id] }),
    backends: { '/chat/': chat, '/': Backend.url(pulumi.interpolate`http://${legacy.dnsName}:8080`) },
    image: RuntimeImage.fromRegistry('registry.example.com/proxy:1'),
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/abc',
    idleTimeout: new pulumi.Config().getNumber('idleTimeout') ?? 300,
    deregistrationDelay: 60,
  },
  { parent: platform },
);

export const { url } = proxy;
