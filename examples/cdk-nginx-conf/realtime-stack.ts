import { join } from 'node:path';
import { Annotations, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { Backend, NginxConf, WebSocketProxy } from 'websocket-proxy-constructs/cdk';

/** A proxy that an nginx.conf describes. */
export class RealtimeStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    const proxy = new WebSocketProxy(this, 'Proxy', {
      vpc,
      nginxConf: NginxConf.fromFile(join(import.meta.dirname, 'nginx.conf')),
      // The servers of two upstream blocks, which have moved; whatever isn't named here stays where the nginx.conf has it.
      backends: {
        chat: Backend.url('http://chat.internal:3000'),
        site: Backend.url('http://site.internal:8080'),
      },
      idleTimeout: Duration.minutes(15),
    });
    Annotations.of(proxy).acknowledgeWarning(
      'websocket-proxy-constructs:publicWithoutTls',
      'A demonstration without a domain of its own; give the proxy a certificate before anybody says something private',
    );

    new CfnOutput(this, 'Address', { value: proxy.url });
  }
}
