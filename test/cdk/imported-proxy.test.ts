import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type IWebSocketProxy, WebSocketProxy, type WebSocketProxyAttributes } from 'websocket-proxy-constructs/cdk';
import { testApp, TestStack } from './fixture.ts';

const ROLE = 'arn:aws:iam::123456789012:role/proxy';

function attributesOf(stack: Stack): WebSocketProxyAttributes {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-central-1a'],
  });
  return {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/proxy/0123456789abcdef',
    loadBalancerDnsName: 'proxy.example.com',
    loadBalancerCanonicalHostedZoneId: 'Z1',
    loadBalancerSecurityGroupId: 'sg-0123456789abcdef0',
    cluster: ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'chat', vpc }),
    serviceName: 'proxy',
  };
}

describe('A proxy of another stack, app or tool', () => {
  test('takes clients, and its tasks permissions', () => {
    const stack = new Stack(testApp(), 'Elsewhere');
    const proxy = WebSocketProxy.fromWebSocketProxyAttributes(stack, 'Proxy', {
      ...attributesOf(stack),
      taskRoleArn: ROLE,
    });
    assert.equal(proxy.url, 'https://proxy.example.com');
    assert.equal(proxy.service.serviceName, 'proxy');
    assert.equal(proxy.loadBalancer.loadBalancerCanonicalHostedZoneId, 'Z1');
    proxy.connections.allowDefaultPortFrom(ec2.Peer.ipv4('192.0.2.0/24'));
    iam.Grant.addToPrincipal({ grantee: proxy, actions: ['s3:GetObject'], resourceArns: ['*'] }).assertSuccess();
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { CidrIp: '192.0.2.0/24', FromPort: 443 });
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: ['proxy'] });
  });

  test('speaks HTTP on another port, and warns of what can’t be granted without a role', () => {
    const stack = new Stack(new App(), 'Elsewhere');
    const proxy = WebSocketProxy.fromWebSocketProxyAttributes(stack, 'Proxy', { ...attributesOf(stack), port: 80 });
    assert.equal(proxy.url, 'http://proxy.example.com');
    iam.Grant.addToPrincipal({ grantee: proxy, actions: ['s3:GetObject'], resourceArns: ['*'] });
    Annotations.fromStack(stack).hasWarning('/Elsewhere/Proxy', Match.stringLikeRegexp('s3:GetObject'));
  });

  test('is what a proxy is, too', () => {
    const proxies: readonly IWebSocketProxy[] = [new TestStack().addProxy()];
    assert.equal(proxies.length, 1);
  });
});
