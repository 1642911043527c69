import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { inputsOf, proxy, record } from './fixture.ts';

const arn = (region: string, account = '123456789012'): string => `arn:aws:acm:${region}:${account}:certificate/1`;

const LISTENER = 'aws:lb/listener:Listener';

describe('A certificate', () => {
  const regionBefore = process.env['AWS_REGION'];

  afterEach(() => {
    if (regionBefore === undefined) delete process.env['AWS_REGION'];
    else process.env['AWS_REGION'] = regionBefore;
    pulumi.runtime.setAllConfig({});
  });

  const refused = {
    name: 'PlanError',
    message:
      'chat: certificate is in us-east-1, but a load balancer takes one of its own region only, eu-central-1; have one issued there',
  };

  test('of another region than the stack’s is refused at once', async () => {
    await record(() => {
      pulumi.runtime.setAllConfig({ 'aws:region': 'eu-central-1' });
      assert.throws(() => proxy({ certificateArn: arn('us-east-1') }), refused);
    });
  });

  test('of another region than the environment’s is refused at once', async () => {
    await record(() => {
      process.env['AWS_REGION'] = 'eu-central-1';
      assert.throws(() => proxy({ certificateArn: arn('us-east-1') }), refused);
    });
  });

  test('is taken for the region of the component’s own provider', async () => {
    process.env['AWS_REGION'] = 'us-east-1';
    const certificateArn = arn('eu-central-1');
    const recording = await record(() =>
      proxy({ certificateArn }, 'chat', { provider: new aws.Provider('europe', { region: 'eu-central-1' }) }),
    );
    assert.equal(inputsOf(recording, LISTENER, 'chat-https')['certificateArn'], certificateArn);
  });

  test('is taken as it is where nothing tells a region', async () => {
    delete process.env['AWS_REGION'];
    const recording = await record(() => proxy({ certificateArn: arn('us-east-1') }), { preview: true });
    assert.ok(inputsOf(recording, LISTENER, 'chat-https')['certificateArn']);
  });

  test('in IAM has no region', async () => {
    process.env['AWS_REGION'] = 'eu-central-1';
    const certificateArn = 'arn:aws:iam::123456789012:server-certificate/ws';
    const recording = await record(() => proxy({ certificateArn }));
    assert.equal(inputsOf(recording, LISTENER, 'chat-https')['certificateArn'], certificateArn);
  });
});
