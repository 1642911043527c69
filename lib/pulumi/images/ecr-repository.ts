/** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME`, with FIPS, with IPv6, and in China. */
const PRIVATE_IMAGE =
  /^(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn))\/(?<name>[^:@]+)/;

const PARTITIONS = { 'cn-': 'aws-cn', 'us-gov-': 'aws-us-gov' } as const;

/** The ARN of the private repository in Amazon ECR that an image is in, if it is in one. */
export function privateRepositoryArn(image: string): string | undefined {
  const { account, region = '', name } = PRIVATE_IMAGE.exec(image)?.groups ?? {};
  if (name === undefined) return undefined;
  const [, partition = 'aws'] = Object.entries(PARTITIONS).find(([prefix]) => region.startsWith(prefix)) ?? [];
  return `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
}
