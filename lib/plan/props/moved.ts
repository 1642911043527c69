/** A prop of 0.1 that stood by itself, and belongs to one alternative of a facet now. */
export interface Moved {
  /** What it was called in CDK. @default - it was not there */
  readonly cdk?: string;
  /** What it was called in Pulumi, and in other languages. @default - it was not there */
  readonly pulumi?: string;
  readonly facet: 'loadBalancing' | 'compute' | 'scaling';
  readonly kind: 'application' | 'fargate' | 'fixed';
  /** What it is called there: in CDK, and in Pulumi if that is another name. */
  readonly now: string | { readonly cdk: string; readonly pulumi: string };
  /** Whether it says the opposite of what it said. @default - in neither */
  readonly opposite?: 'pulumi';
}

const APPLICATION = { facet: 'loadBalancing', kind: 'application' } as const;
const FARGATE = { facet: 'compute', kind: 'fargate' } as const;

/** Where the props of 0.1 are now. */
export const MOVED: readonly Moved[] = [
  { cdk: 'publicLoadBalancer', pulumi: 'internal', ...APPLICATION, now: 'internetFacing', opposite: 'pulumi' },
  {
    ...{ cdk: 'loadBalancerSubnets', pulumi: 'loadBalancerSubnetIds' },
    ...APPLICATION,
    now: { cdk: 'vpcSubnets', pulumi: 'subnetIds' },
  },
  {
    ...{ cdk: 'loadBalancerSecurityGroup', pulumi: 'loadBalancerSecurityGroupId' },
    ...APPLICATION,
    now: { cdk: 'securityGroup', pulumi: 'securityGroupId' },
  },
  { cdk: 'ipAddressType', pulumi: 'ipAddressType', ...APPLICATION, now: 'ipAddressType' },
  { cdk: 'allowFrom', pulumi: 'allowFrom', ...APPLICATION, now: 'allowFrom' },
  { cdk: 'deletionProtection', pulumi: 'enableDeletionProtection', ...APPLICATION, now: 'deletionProtection' },
  { cdk: 'clientKeepAlive', pulumi: 'clientKeepAlive', ...APPLICATION, now: 'clientKeepAlive' },
  { cdk: 'sslPolicy', pulumi: 'sslPolicy', ...APPLICATION, now: 'sslPolicy' },
  { cdk: 'redirectHttp', pulumi: 'redirectHttp', ...APPLICATION, now: 'redirectHttp' },
  { cdk: 'cpu', pulumi: 'cpu', ...FARGATE, now: 'cpu' },
  { cdk: 'memoryLimitMiB', pulumi: 'memory', ...FARGATE, now: 'memoryLimitMiB' },
  { cdk: 'cpuArchitecture', pulumi: 'cpuArchitecture', ...FARGATE, now: 'cpuArchitecture' },
  {
    ...{ cdk: 'taskSubnets', pulumi: 'taskSubnetIds' },
    ...FARGATE,
    now: { cdk: 'vpcSubnets', pulumi: 'subnetIds' },
  },
  {
    ...{ cdk: 'taskSecurityGroups', pulumi: 'taskSecurityGroupIds' },
    ...FARGATE,
    now: { cdk: 'securityGroups', pulumi: 'securityGroupIds' },
  },
  { cdk: 'assignPublicIp', pulumi: 'assignPublicIp', ...FARGATE, now: 'assignPublicIp' },
  { cdk: 'enableExecuteCommand', pulumi: 'enableExecuteCommand', ...FARGATE, now: 'enableExecuteCommand' },
  { cdk: 'circuitBreaker', pulumi: 'deploymentCircuitBreaker', ...FARGATE, now: 'circuitBreaker' },
  { pulumi: 'waitForSteadyState', ...FARGATE, now: 'waitForSteadyState' },
  { cdk: 'desiredCount', pulumi: 'desiredCount', facet: 'scaling', kind: 'fixed', now: 'desiredCount' },
];

/** A front end: Pulumi's other languages have objects where the others have factories. */
export type FacetSyntax = 'cdk' | 'pulumi' | 'schema';

/** What to say of each prop of 0.1 after its name. */
export function movedProps(syntax: FacetSyntax): Readonly<Record<string, string>> {
  const frontEnd = syntax === 'cdk' ? 'cdk' : 'pulumi';
  return Object.fromEntries(
    MOVED.flatMap((moved) => {
      const old = moved[frontEnd];
      if (old === undefined) return [];
      const opposite = moved.opposite === frontEnd ? ', which is its opposite' : '';
      return [[old, `is ${placeNow(moved, syntax)} now${opposite}; give it as ${moved.facet}`] as const];
    }),
  );
}

/** How what belongs to a facet is written, by its name; one that two of them have, as of both. */
export function facetProps(syntax: FacetSyntax): Readonly<Record<string, string>> {
  const places = new Map<string, string>();
  for (const moved of MOVED) {
    const name = nameNow(moved, syntax);
    if (moved[syntax === 'cdk' ? 'cdk' : 'pulumi'] === undefined) continue;
    places.set(name, [...(places.get(name)?.split(' or ') ?? []), placeNow(moved, syntax)].join(' or '));
  }
  return Object.fromEntries(places);
}

/** `LoadBalancing.application({ internetFacing })`. */
export function placeNow(moved: Moved, syntax: FacetSyntax): string {
  const { facet, kind } = moved;
  const name = nameNow(moved, syntax);
  if (syntax === 'schema') return `${facet}.${kind}.${name}`;
  const factory = `${facet.charAt(0).toUpperCase()}${facet.slice(1)}.${kind}`;
  return kind === 'fixed' ? `${factory}(${name})` : `${factory}({ ${name} })`;
}

function nameNow({ now }: Moved, syntax: FacetSyntax): string {
  return typeof now === 'string' ? now : now[syntax === 'cdk' ? 'cdk' : 'pulumi'];
}
