import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { selectSubnets } from '../network/subnets.ts';

/** Where tasks go. */
export interface TaskNetwork {
  readonly vpcSubnets?: ec2.SubnetSelection | undefined;
  readonly assignPublicIp?: boolean | undefined;
}

/** The subnets of the tasks. */
export function taskSubnets(scope: Construct, vpc: ec2.IVpc, network: TaskNetwork): ec2.SubnetSelection {
  const { vpcSubnets: given, assignPublicIp = false } = network;
  const selection = selectionOf(network);
  selectSubnets(scope, vpc, selection, {
    user: 'the tasks',
    prop: given && 'compute.vpcSubnets',
    need: 'a task needs one',
    ...(given === undefined && assignPublicIp && { otherwise: 'Compute.fargate({ assignPublicIp: false })' }),
  });
  return selection;
}

/** Whether the tasks would be in public subnets without public addresses, or in isolated ones, from where they reach nothing outside the VPC. */
export function tasksAreCutOff(vpc: ec2.IVpc, network: TaskNetwork): boolean {
  const { hasPublic, subnetIds } = vpc.selectSubnets(selectionOf(network));
  const isolated = new Set(vpc.isolatedSubnets.map(({ subnetId }) => subnetId));
  const isPublic = hasPublic && network.assignPublicIp !== true;
  return isPublic || (subnetIds.length > 0 && subnetIds.every((id) => isolated.has(id)));
}

/** What an ECS service does by default. */
function selectionOf({ vpcSubnets, assignPublicIp = false }: TaskNetwork): ec2.SubnetSelection {
  return vpcSubnets ?? (assignPublicIp ? { subnetType: ec2.SubnetType.PUBLIC } : {});
}
