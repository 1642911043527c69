import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';

/** CDK refuses it; context chooses where. */
const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
const stack = new Stack(app, 'Edge');
const by = String(app.node.tryGetContext('by'));
if (by === 'construct') new Bucket(stack, 'Bucket', { bucketName: 'NOT VALID' });
if (by === 'validation') stack.node.addValidation({ validate: () => ['has no backend', 'has no VPC'] });
if (by === 'rules') {
  new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: { NoSuch: 1 } });
  new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue', properties: { Nowhere: 1 } });
}
