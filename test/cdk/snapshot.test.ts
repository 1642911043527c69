import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Backend, WebSocketProxy } from 'websocket-proxy-constructs/cdk';
import { bootProgram } from '../../lib/plan/images/runtime-bundle.ts';
import { chatService, legacy, testApp } from './fixture.ts';

const SNAPSHOT = join(import.meta.dirname, 'websocket-proxy.snapshot.json');

/** Logical ids are a promise: another one replaces what is deployed. `UPDATE_SNAPSHOTS=1 npm test` takes a change in. */
test('the whole template is the one of the snapshot', () => {
  const stack = new Stack(testApp(), 'Chat');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    publicSubnetIds: ['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
    privateSubnetIds: ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4'],
  });
  const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'chat', vpc });
  const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef';
  new WebSocketProxy(stack, 'Proxy', {
    vpc,
    certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', certificateArn),
    backends: { '/chat/': Backend.service(chatService(stack, cluster), 8080), '/': legacy() },
  });

  const template = normalised(Template.fromStack(stack));
  if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(SNAPSHOT, `${JSON.stringify(template, null, 2)}\n`);
  assert.deepEqual(template, JSON.parse(readFileSync(SNAPSHOT, 'utf8')));
});

/** Without what another version of this package changes by itself: the server and the program that fetches it, and its own number. */
function normalised(template: Template): unknown {
  const text = JSON.stringify(template.toJSON())
    .replace(JSON.stringify(bootProgram()), '"<program>"')
    .replaceAll(/[0-9a-f]{64}/g, '<asset hash>')
    .replaceAll(/("websocket-proxy-constructs\.runtime":)"[^"]+"/g, '$1"<version>"');
  return JSON.parse(text) as unknown;
}
