import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { App } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Backend, RuntimeImage } from 'websocket-proxy-constructs/cdk';
import { chatService, legacy, testApp, TestStack } from './fixture.ts';

const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef';

describe("CDK's own CloudFormation rules", () => {
  for (const image of ['fromAsset', 'onNodeImage'] as const) {
    test(`find nothing in a proxy ${image}, with all kinds of backends`, () => {
      const app = testApp();
      const stack = new TestStack(app);
      const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc });
      stack.addProxy({
        cluster,
        certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
        image: RuntimeImage[image](),
        backends: {
          '/chat/': Backend.service(chatService(stack, cluster), 8080),
          '/api/': Backend.url('https://api.example.com'),
          '/': legacy(),
        },
      });
      assert.deepEqual(findings(app), []);
    });
  }
});

function findings(app: App): unknown {
  const report = JSON.parse(readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8')) as {
    readonly pluginReports: unknown;
  };
  return report.pluginReports;
}
