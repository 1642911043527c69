/** What exists already in the account that both front ends deploy to, and the names of what they make. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';
export const VPC = 'vpc-0123456789abcdef0';
export const VPC_RANGE = '10.0.0.0/16';
export const PUBLIC_SUBNETS = ['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'];
export const PRIVATE_SUBNETS = ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4'];
export const CERTIFICATE = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/1`;
export const IMAGE = 'registry.example.com/wsproxy:1';
export const REPOSITORY_ARN = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/wsproxy`;
export const REPOSITORY_URL = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/wsproxy`;
export const CLUSTER = 'shared';
export const CLUSTER_ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`;
export const LOG_GROUP = 'shared';
export const LOG_GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${LOG_GROUP}`;
export const LOAD_BALANCER_GROUP = 'sg-0123456789abcdef1';
export const REDIRECT_GROUP = 'sg-0123456789abcdef3';
export const TASKS_GROUP = 'sg-0123456789abcdef2';

/** Where CDK's bootstrap stack has the images of assets. */
export const ASSETS_ARN = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/cdk-hnb659fds-container-assets-${ACCOUNT}-${REGION}`;

export const BUILT_IMAGE = '<the image that is built>';

export function backendGroup(service: string): string {
  return `<security group of ${service}>`;
}

export function discovered(service: string): string {
  return `<discovered ${service}>`;
}
