import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CfnCondition, CfnParameter, CliCredentialsStackSynthesizer, Fn, Token } from 'aws-cdk-lib';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IpAddressType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Backend, Compute, LoadBalancing, NginxConf } from 'websocket-proxy-constructs/cdk';
import { testApp, TestStack } from './fixture.ts';

const ENV = { account: '123456789012', region: 'eu-central-1' };

/** What an object of CDK's is as text, where types allow no object. */
function conditional(stack: TestStack, one: unknown, other: unknown): never {
  new CfnCondition(stack, 'Chosen', { expression: Fn.conditionEquals(stack.region, 'eu-central-1') });
  return Fn.conditionIf('Chosen', one, other) as never;
}

describe('A token that is an object', () => {
  test('is a text in the directives of a backend', () => {
    const stack = new TestStack();
    const header = conditional(stack, 'blue', 'green');
    stack.addProxy({
      backends: { '/': Backend.url('http://api.internal', { proxySetHeader: { 'X-Tenant': header } }) },
    });
    const text = JSON.stringify(stack.template().findResources('AWS::ECS::TaskDefinition'));
    assert.match(text, /\\"X-Tenant\\":\\"",\{"Fn::If":\["Chosen","blue","green"\]\},"/);
  });

  test('is refused as a URL in words of its own', () => {
    const stack = new TestStack();
    const url = Backend.url(conditional(stack, 'http://a', 'http://b'));
    assert.throws(() => stack.addProxy({ backends: { '/': url } }), {
      message:
        /^Chat\/Proxy: backends\['\/'\]: the backend URL '.*' is known to the deployment only, but its scheme decides/,
    });
  });

  test('is what protects a load balancer from deletion, or does not', () => {
    const stack = new TestStack();
    stack.addProxy({
      loadBalancing: LoadBalancing.application({ deletionProtection: conditional(stack, 'true', 'false') }),
    });
    stack.template().hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: Match.arrayWith([
        { Key: 'deletion_protection.enabled', Value: { 'Fn::If': ['Chosen', 'true', 'false'] } },
      ]),
    });
  });
});

test('A list of texts that is a token is refused where the texts are counted', () => {
  const stack = new TestStack();
  const value = Fn.split(',', stack.region);
  const backend = Backend.url('http://api.internal', { proxySetHeader: { 'X-Tenants': value } });
  assert.throws(() => stack.addProxy({ backends: { '/': backend } }), {
    message:
      "Chat/Proxy: backends['/']: directives.proxySetHeader.X-Tenants is a list that is known to the deployment only, but its texts are counted before; give them one by one, by Fn.select(0, …)",
  });
});

test('An architecture that is a token is refused as one', () => {
  const stack = new TestStack();
  const { valueAsString } = new CfnParameter(stack, 'Architecture');
  assert.throws(
    () => stack.addProxy({ compute: Compute.fargate({ cpuArchitecture: ecs.CpuArchitecture.of(valueAsString) }) }),
    {
      message:
        'Chat/Proxy: compute.cpuArchitecture is known to the deployment only, but it decides which resources there are; give it a plain value',
    },
  );
});

test('What address type a token is, nobody knows: no subnet is without the IPv6 range that it may not need', () => {
  const stack = new TestStack();
  const { valueAsString } = new CfnParameter(stack, 'AddressType');
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- a token may be any of its values
  stack.addProxy({ loadBalancing: LoadBalancing.application({ ipAddressType: valueAsString as IpAddressType }) });
  stack.template().hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    IpAddressType: { Ref: 'AddressType' },
  });
});

test('A time of an nginx.conf that is a token is compared with none', () => {
  const stack = new TestStack();
  const seconds = Token.asNumber(Fn.importValue('seconds'));
  const text = `server { location / { proxy_pass http://api; proxy_read_timeout ${seconds}s; send_timeout ${seconds}s; } }`;
  stack.addProxy({ backends: undefined, nginxConf: NginxConf.fromText(text) });
  const said = [
    ...Found.fromStack(stack).findInfo('*', Match.anyValue()),
    ...Found.fromStack(stack).findWarning('*', Match.anyValue()),
  ];
  assert.doesNotMatch(JSON.stringify(said.map(({ entry }) => entry.data)), /Token|timeout/);
});

describe('What is looked up in the account yet', () => {
  test('does not keep the app from getting through to the look-up', () => {
    const stack = new TestStack(testApp(), 'Chat', { env: ENV });
    const looked = (name: string): string => ssm.StringParameter.valueFromLookup(stack, name);
    stack.addProxy({
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', looked('/certificate')),
      backends: {
        '/': Backend.url(looked('/url')),
        '/host/': Backend.url(`https://${looked('/host')}:${looked('/port')}/v1/`),
        '/directives/': Backend.url('http://api.internal', {
          proxyReadTimeout: looked('/time'),
          clientMaxBodySize: looked('/size'),
          proxySetHeader: { 'X-Tenant': looked('/tenant') },
        }),
      },
    });
    stack.template().resourceCountIs('AWS::ECS::Service', 1);
  });

  test('may be in the text of an nginx.conf', () => {
    const stack = new TestStack(testApp(), 'Chat', { env: ENV });
    const looked = (name: string): string => ssm.StringParameter.valueFromLookup(stack, name);
    const text = `server { location / { proxy_pass http://${looked('/host')}; proxy_read_timeout ${looked('/time')}; } }`;
    stack.addProxy({ backends: undefined, nginxConf: NginxConf.fromText(text) });
    stack.template().resourceCountIs('AWS::ECS::Service', 1);
  });
});

test('What CDK says in several lines is said in one', () => {
  const synthesizer = new CliCredentialsStackSynthesizer({ fileAssetsBucketName: 'b' });
  const stack = new TestStack(testApp(), 'Chat', { env: ENV, synthesizer });
  assert.throws(() => stack.addProxy(), {
    message:
      /^Chat\/Proxy: the proxy server can't be uploaded with the stack \(.*\); use a synthesizer with file assets/,
  });
});

test('A cluster that is imported without its VPC is refused with the way out', () => {
  const stack = new TestStack();
  const cluster = ecs.Cluster.fromClusterArn(stack, 'Imported', 'arn:aws:ecs:eu-central-1:123456789012:cluster/chat');
  assert.throws(() => stack.addProxy({ cluster }), {
    message:
      "Chat/Proxy: cluster is imported without its VPC, but the load balancer and the tasks go there; use Cluster.fromClusterAttributes(this, 'Cluster', { clusterName, vpc })",
  });
});
