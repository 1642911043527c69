import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CfnParameter, Fn, Lazy, SecretValue, Stack } from 'aws-cdk-lib';
import { Annotations as Found, Match, Template } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Backend, NginxConf, type BackendDirectives } from 'websocket-proxy-constructs/cdk';
import type { LocationConfig } from '../../proxy-runtime/index.ts';
import { proxyConfigJson, testApp, TestStack } from './fixture.ts';

/** The location that a backend with these directives has. */
function location(stack: TestStack, directives: BackendDirectives): LocationConfig | undefined {
  stack.addProxy({ backends: { '/': Backend.url('http://api.internal', directives) } });
  return proxyConfigJson(stack.template()).servers[0]?.locations['/'];
}

describe('A token in the directives of a backend', () => {
  test('is a value wherever one may be', () => {
    const stack = new TestStack();
    const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc: stack.vpc });
    const parameter = new CfnParameter(stack, 'Tenant', { default: 'blue' });
    const found = location(stack, {
      proxySetHeader: {
        Host: alb.loadBalancerDnsName,
        'X-Region': stack.region,
        'X-Tenant': [parameter.valueAsString, `${stack.partition}-$host`],
        'X-Joined': Fn.join('/', [stack.region, 'a']),
        'X-Lazy': Lazy.string({ produce: () => 'say "hi" \\' }),
        'X-Looked-Up': ssm.StringParameter.valueForStringParameter(stack, '/tenant'),
      },
      addHeader: [{ name: 'X-Served-By', value: stack.region }],
    });
    const headers = found?.proxySetHeader as Readonly<Record<string, unknown>>;
    assert.match(String(headers['Host']), /^Alb\w+\.DNSName$/);
    assert.equal(headers['X-Region'], 'AWS::Region');
    assert.deepEqual(headers['X-Tenant'], ['Tenant', 'AWS::Partition-$host']);
    assert.equal(headers['X-Joined'], 'AWS::Region/a');
    assert.equal(headers['X-Lazy'], 'say "hi" \\', 'what is known at synthesis is escaped for JSON');
    assert.match(String(headers['X-Looked-Up']), /^SsmParameterValue/);
    assert.deepEqual(found?.addHeader, [{ name: 'X-Served-By', value: 'AWS::Region' }]);
  });

  test('is a number, a time or a size', () => {
    const stack = new TestStack();
    const seconds = new CfnParameter(stack, 'Seconds', { type: 'Number', default: 30 }).valueAsNumber;
    stack.addProxy({
      backends: {
        '/': Backend.url(`http://api.internal:${seconds}/${stack.region}/`, {
          proxyReadTimeout: seconds,
          proxySendTimeout: `${seconds}s`,
          proxyNextUpstreamTries: seconds,
          resolver: { addresses: [Fn.importValue('dns')] },
        }),
      },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({
          Command: Match.arrayWith([
            {
              'Fn::Join': [
                '',
                [
                  Match.anyValue(),
                  { Ref: 'Seconds' },
                  Match.stringLikeRegexp('"proxyPass":"http://api.internal/$'),
                  { Ref: 'AWS::Region' },
                  '/","proxyNextUpstreamTries":',
                  { Ref: 'Seconds' },
                  ',"proxyReadTimeout":',
                  { Ref: 'Seconds' },
                  ',"proxySendTimeout":"',
                  { Ref: 'Seconds' },
                  's","resolver":{"addresses":["',
                  { 'Fn::ImportValue': 'dns' },
                  '"]}}}}]}',
                ],
              ],
            },
          ]),
        }),
      ],
    });
  });

  test('of another stack is exported', () => {
    const app = testApp();
    const other = new Stack(app, 'Other');
    const alb = new elbv2.ApplicationLoadBalancer(other, 'Alb', { vpc: new TestStack(app, 'Network').vpc });
    const stack = new TestStack(app);
    stack.addProxy({
      backends: { '/': Backend.url('http://api.internal', { proxySetHeader: { Host: alb.loadBalancerDnsName } }) },
    });
    assert.match(JSON.stringify(stack.template().toJSON()), /Other:ExportsOutputFnGetAttAlb\w+DNSName/);
  });

  test('is refused where nginx has a few words only', () => {
    const stack = new TestStack();
    assert.throws(() => location(stack, { proxySocketKeepalive: stack.region as 'on' }), {
      name: 'PlanError',
      message:
        "Chat/Proxy: backends['/'] proxySocketKeepalive: is known to the deployment only, which may fill in texts, numbers, times and sizes, but this must be 'on' or 'off'; write it as it is to be",
    });
  });

  test('is refused if it is a secret', () => {
    const stack = new TestStack();
    const password = SecretValue.secretsManager('password').unsafeUnwrap();
    assert.throws(() => location(stack, { proxySetHeader: { Authorization: password } }), {
      message: /\[Chat\/Proxy\] a secret is in the configuration, where everybody who may see the task definition/,
    });
  });

  test('is no location', () => {
    const stack = new TestStack();
    assert.throws(() => stack.addProxy({ backends: { [`/${stack.region}/`]: Backend.url('http://a') } }), {
      message: /^Chat\/Proxy: backends\['.*'\] is known to the deployment only, but locations decide/,
    });
  });
});

test('A URL that only the deployment knows is asked for its scheme', () => {
  const stack = new TestStack();
  const url = new CfnParameter(stack, 'Url').valueAsString;
  assert.throws(() => stack.addProxy({ backends: { '/': Backend.url(url) } }), {
    name: 'PlanError',
    message:
      /^Chat\/Proxy: backends\['\/'\]: the backend URL '.*' is known to the deployment only, but its scheme decides how the backend is asked; write http:\/\/ or https:\/\/ in front of what may be a token: the host, the port, the path$/,
  });
});

describe('A token in the text of an nginx.conf', () => {
  test('is a value wherever one may be', () => {
    const stack = new TestStack();
    const host = new CfnParameter(stack, 'Host').valueAsString;
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const nginxConf = NginxConf.fromText(`
      sendfile on;
      upstream u { server ${host}:${number}; }
      server {
        listen 80;
        server_name ${host};
        resolver ${host};
        proxy_read_timeout ${number}s;
        client_max_body_size ${number}m;
        add_header X-Region ${stack.region};
        location /${stack.partition}/ { proxy_pass http://${host}:8080; proxy_set_header X-R "${stack.region}-$host"; }
        location / { proxy_pass http://u; }
        location /r { return 200 "in ${stack.region}"; }
      }`);
    stack.addProxy({ nginxConf, backends: {} });
    const { upstreams, servers } = proxyConfigJson(stack.template());
    assert.equal(upstreams?.['u']?.servers[0]?.address, 'Host:Number');
    assert.deepEqual(upstreams['Host:8080']?.servers, [{ address: 'Host:8080', resolve: true }]);
    const [server] = servers;
    assert.equal(server?.serverName, 'Host');
    assert.deepEqual(server.resolver, { addresses: ['Host'] });
    assert.equal(server.proxyReadTimeout, 'Numbers');
    assert.equal(server.clientMaxBodySize, 'Numberm');
    assert.deepEqual(server.addHeader, [{ name: 'X-Region', value: 'AWS::Region' }]);
    assert.deepEqual(server.locations['/AWS::Partition/'], {
      proxyPass: 'http://Host:8080',
      proxySetHeader: { 'X-R': 'AWS::Region-$host' },
    });
    assert.equal(server.locations['/r']?.return?.text, 'in AWS::Region');
    Found.fromStack(stack).hasInfo('/Chat/Proxy', Match.stringLikeRegexp('sendfile'));
  });

  test('is named by what is refused', () => {
    const stack = new TestStack();
    assert.throws(
      () => NginxConf.fromText(`server { listen 80; proxy_socket_keepalive ${stack.region}; return 204; }`),
      {
        name: 'ConfigError',
        message:
          /^nginx\.conf:1: .* must be "on" or "off", not "\$\{Token\[AWS\.Region\.\d+\]\}"; what only the deployment knows may be a text, a number, a time, a size, a port or an address$/,
      },
    );
  });
});
