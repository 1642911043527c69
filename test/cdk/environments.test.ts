import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { App, Fn, Stack, Stage } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { Backend, Compute, LoadBalancing, type WebSocketProxyProps } from 'websocket-proxy-constructs/cdk';
import { chatService, TestStack } from './fixture.ts';

const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';
const env = { account: ACCOUNT, region: REGION };

type Props = Partial<WebSocketProxyProps>;

/** A proxy that is given what is made elsewhere, its own stack being of `env`. */
function add(elsewhere: (app: App) => Construct, given: (scope: Construct) => Props, own: object = env): void {
  const app = new App();
  const scope = elsewhere(app);
  new TestStack(app, 'Chat', { env: own }).addProxy(given(scope));
}

const inRegion =
  (region: string | undefined, account = ACCOUNT) =>
  (app: App): Stack =>
    new Stack(app, 'Elsewhere', {
      env: { account, ...(region !== undefined && { region }) },
      crossRegionReferences: true,
    });

const inAccount = (account: string): ((app: App) => Stack) => inRegion(REGION, account);

const inStage = (app: App): Stack => new Stack(new Stage(app, 'Prod', { env }), 'Elsewhere');

const vpcOf = (scope: Construct): ec2.Vpc => new ec2.Vpc(scope, 'Vpc', { maxAzs: 2 });

const certificate = (scope: Construct): Props => ({
  certificate: new acm.Certificate(scope, 'Certificate', { domainName: 'ws.example.com' }),
});

const certificateOf =
  (arn: string) =>
  (scope: Construct): Props => ({ certificate: acm.Certificate.fromCertificateArn(scope, 'Certificate', arn) });

const service = (scope: Construct): Props => {
  const cluster = new ecs.Cluster(scope, 'Cluster', { vpc: vpcOf(scope) });
  cluster.addDefaultCloudMapNamespace({ name: 'services.test' });
  return { backends: { '/': Backend.service(chatService(scope, cluster), 8080) } };
};

const ACM = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/7bf2a0a4`;
const OTHER_REGION =
  'certificate is in us-east-1, but a load balancer takes one of its own region only, eu-central-1; have one issued there';
const NO_CERTIFICATE = (arn: string): string =>
  `certificate is '${arn}', but a load balancer takes the ARN of a certificate in ACM or IAM; give one like 'arn:aws:acm:eu-central-1:ACCOUNT:certificate/ID'`;

describe('WebSocketProxy refuses, of another environment,', () => {
  const cases: readonly (readonly [string, (app: App) => Construct, (scope: Construct) => Props, string])[] = [
    ['a certificate’s ARN', inRegion(REGION), certificateOf(ACM.replace(REGION, 'us-east-1')), OTHER_REGION],
    ['a certificate of the app', inRegion('us-east-1'), certificate, OTHER_REGION],
    [
      'a certificate of the app that is imported by its ARN',
      inRegion('us-east-1'),
      (scope) =>
        certificateOf(certificate(scope).certificate?.certificateArn ?? '')(new Stack(scope, 'Imports', { env })),
      OTHER_REGION,
    ],
    [
      'a certificate that is issued elsewhere',
      inRegion(REGION),
      (scope) => ({
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- apps still have them
        certificate: new acm.DnsValidatedCertificate(scope, 'Certificate', {
          domainName: 'ws.example.com',
          region: 'us-east-1',
          hostedZone: route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', {
            hostedZoneId: 'Z1',
            zoneName: 'example.com',
          }),
        }),
      }),
      OTHER_REGION,
    ],
    [
      'a certificate of another account',
      inRegion(REGION),
      certificateOf(ACM.replace(ACCOUNT, '111111111111')),
      'certificate is of the account 111111111111, but a load balancer takes one of its own account only, 123456789012; have one issued there',
    ],
    [
      'a server certificate of another account',
      inRegion(REGION),
      certificateOf('arn:aws:iam::111111111111:server-certificate/ws'),
      'certificate is of the account 111111111111, but a load balancer takes one of its own account only, 123456789012; have one issued there',
    ],
    [
      'what is no certificate',
      inRegion(REGION),
      certificateOf('arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1'),
      NO_CERTIFICATE('arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1'),
    ],
    ['what is no ARN', inRegion(REGION), certificateOf('7bf2a0a4'), NO_CERTIFICATE('7bf2a0a4')],
    [
      'a VPC',
      inRegion('us-east-1'),
      (scope) => ({ vpc: vpcOf(scope) }),
      "vpc is in us-east-1, but the proxy's stack in eu-central-1, and AWS lets it use nothing of the kind from another region; use one of eu-central-1",
    ],
    [
      'a VPC that is imported with its region',
      inRegion(REGION),
      (scope) => ({
        vpc: ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
          vpcId: 'vpc-0',
          availabilityZones: ['a', 'b'],
          region: 'us-east-1',
        }),
      }),
      "vpc is in us-east-1, but the proxy's stack in eu-central-1, and AWS lets it use nothing of the kind from another region; use one of eu-central-1",
    ],
    [
      'a security group',
      inRegion('us-east-1'),
      (scope) => ({
        compute: Compute.fargate({ securityGroups: [new ec2.SecurityGroup(scope, 'Tasks', { vpc: vpcOf(scope) })] }),
      }),
      "compute.securityGroups[0] is in us-east-1, but the proxy's stack in eu-central-1, and AWS lets it use nothing of the kind from another region; use one of eu-central-1",
    ],
    [
      'clients in a security group',
      inRegion('us-east-1'),
      (scope) => ({
        loadBalancing: LoadBalancing.application({
          allowFrom: [new ec2.SecurityGroup(scope, 'Clients', { vpc: vpcOf(scope) })],
        }),
      }),
      "loadBalancing.allowFrom[0] is in us-east-1, but the proxy's stack in eu-central-1, and AWS lets it use nothing of the kind from another region; use one of eu-central-1",
    ],
    [
      'a cluster of another account',
      inAccount('111111111111'),
      (scope) => ({ vpc: undefined, cluster: new ecs.Cluster(scope, 'Cluster', { vpc: vpcOf(scope) }) }),
      "cluster is of the account 111111111111, but the proxy's stack of 123456789012, and ECS takes one of its own account only; use one of 123456789012",
    ],
    [
      'a log group of another account',
      inAccount('111111111111'),
      (scope) => ({ logGroup: new logs.LogGroup(scope, 'Logs') }),
      "logGroup is of the account 111111111111, but the proxy's stack of 123456789012, and ECS takes one of its own account only; use one of 123456789012",
    ],
    [
      'a VPC of a stage',
      inStage,
      (scope) => ({ vpc: vpcOf(scope) }),
      "vpc is made in the stage Prod, but the proxy in another stage, and CDK lets a stage refer to nothing outside of it; make it in the proxy's stage, or import it there",
    ],
    [
      'a service',
      inRegion('us-east-1'),
      service,
      "backends['/']: the service Elsewhere/ChatService is in us-east-1, but the proxy in eu-central-1, and neither Cloud Map's names nor rules between security groups can be made across; use Backend.url() with an address that is reached from the proxy's VPC",
    ],
    [
      'a service of another account',
      inAccount('111111111111'),
      service,
      "backends['/']: the service Elsewhere/ChatService is of the account 111111111111, but the proxy of 123456789012, and neither Cloud Map's names nor rules between security groups can be made across; use Backend.url() with an address that is reached from the proxy's VPC",
    ],
    [
      'a service of a stage',
      inStage,
      service,
      "backends['/']: the service Prod/Elsewhere/ChatService is made in the stage Prod, but the proxy in another stage, and CDK lets a stage refer to nothing outside of it; make it in the proxy's stage, or import it there",
    ],
  ];
  for (const [name, elsewhere, given, message] of cases) {
    test(name, () => {
      assert.throws(() => add(elsewhere, given), { name: 'PlanError', message: `Chat/Proxy: ${message}` });
    });
  }
});

describe('WebSocketProxy takes, as far as environments are known,', () => {
  const cases: readonly (readonly [string, (app: App) => Construct, (scope: Construct) => Props, object?])[] = [
    ['a certificate of its region', inRegion(REGION), certificate],
    ['a certificate’s ARN, wherever it is imported', inRegion('us-east-1'), certificateOf(ACM)],
    ['a server certificate in IAM', inRegion(REGION), certificateOf(`arn:aws:iam::${ACCOUNT}:server-certificate/ws`)],
    ['a certificate that is exported', inRegion(REGION), certificateOf(Fn.importValue('certificate'))],
    [
      'a certificate, in a stack of any region',
      inRegion('us-east-1'),
      certificateOf(ACM.replace(REGION, 'us-east-1')),
      {},
    ],
    [
      'a log group of another region',
      inRegion('us-east-1'),
      (scope) => ({ logGroup: logs.LogGroup.fromLogGroupName(scope, 'Logs', 'shared') }),
    ],
    [
      'a VPC that another account shares',
      inAccount('111111111111'),
      (scope) => ({
        vpc: ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
          vpcId: 'vpc-0123456789abcdef0',
          availabilityZones: ['eu-central-1a', 'eu-central-1b'],
          publicSubnetIds: ['subnet-1', 'subnet-2'],
          privateSubnetIds: ['subnet-3', 'subnet-4'],
        }),
      }),
    ],
  ];
  for (const [name, elsewhere, given, own] of cases) {
    test(name, () => {
      assert.doesNotThrow(() => add(elsewhere, given, own));
    });
  }
});
