import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Backend, Compute, RuntimeImage, WebSocketProxy } from '../../../lib/cdk/index.ts';

/** As `cdk init` makes it: an app fails when CDK's own rules refuse its template. */
const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const stack = new Stack(app, 'Edge', { env: { account, region } });
new WebSocketProxy(stack, 'Proxy', {
  vpc: Vpc.fromLookup(stack, 'Vpc', { isDefault: true }),
  compute: Compute.fargate({ assignPublicIp: true }),
  image: RuntimeImage.fromRegistry('registry.example.com/proxy:1'),
  backends: { '/': Backend.url('http://legacy.internal:8080') },
});
