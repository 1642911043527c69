import assert from 'node:assert/strict';
import { test } from 'node:test';
import { App, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { areDifferentVpcs } from '../../lib/cdk/network/vpcs.ts';

test('areDifferentVpcs is true only for what is certain', () => {
  const app = new App();
  const stack = new Stack(app, 'One');
  const made = new ec2.Vpc(stack, 'Made');
  const alsoMade = new ec2.Vpc(new Stack(app, 'Two'), 'Made');
  const imported = (vpcId: string): ec2.IVpc =>
    ec2.Vpc.fromVpcAttributes(stack, `Imported${stack.node.children.length}`, { vpcId, availabilityZones: ['a'] });
  const known = imported('vpc-0123456789abcdef0');
  const exported = imported(Fn.importValue('vpc'));
  const cases: [ec2.IVpc, ec2.IVpc, boolean][] = [
    [made, made, false],
    [made, alsoMade, true],
    [made, imported(made.vpcId), false],
    [made, imported(alsoMade.vpcId), true],
    [known, imported('vpc-0123456789abcdef0'), false],
    [known, imported('vpc-0123456789abcdef1'), true],
    [made, known, false],
    [made, exported, false],
    [known, exported, false],
    [exported, imported(Fn.importValue('other')), false],
  ];
  for (const [index, [one, other, expected]] of cases.entries()) {
    assert.equal(areDifferentVpcs(one, other), expected, `case ${index}`);
    assert.equal(areDifferentVpcs(other, one), expected, `case ${index}, the other way round`);
  }
});
