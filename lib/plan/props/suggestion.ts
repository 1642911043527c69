import { nearest } from '../../../proxy-runtime/config/index.ts';

/** Names for one thing: those of the front ends, and those that AWS, its own constructs and other tools have for it. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['backends', 'backend', 'services', 'service', 'targets', 'locations', 'routes', 'upstreams', 'taskImageOptions'],
  ['nginxConf', 'nginxConfig', 'config', 'configuration', 'conf'],
  ['vpc', 'vpcId'],
  ['publicSubnetIds', 'publicSubnets'],
  ['privateSubnetIds', 'privateSubnets'],
  [
    'vpcSubnets',
    'subnetIds',
    'subnets',
    'loadBalancerSubnets',
    'loadBalancerSubnetIds',
    'taskSubnets',
    'taskSubnetIds',
  ],
  ['cluster', 'clusterArn', 'clusterName'],
  ['certificate', 'certificateArn', 'certificates', 'certificateArns', 'cert', 'acmCertificate', 'tls', 'ssl'],
  ['sslPolicy', 'tlsPolicy', 'securityPolicy'],
  ['redirectHttp', 'redirectHTTP', 'redirect', 'redirectToHttps'],
  ['idleTimeout', 'timeout', 'proxyReadTimeout', 'connectionIdleTimeout'],
  ['clientKeepAlive', 'keepAlive', 'keepaliveTime'],
  ['deregistrationDelay', 'drainTimeout', 'drainTime', 'drain'],
  ['stopTimeout', 'shutdownTimeout', 'workerShutdownTimeout', 'gracePeriod'],
  ['memoryLimitMiB', 'memory', 'memoryMiB', 'memoryReservationMiB'],
  ['cpuArchitecture', 'architecture', 'platform', 'runtimePlatform'],
  ['desiredCount', 'taskCount', 'replicas', 'count', 'minCapacity'],
  ['circuitBreaker', 'deploymentCircuitBreaker'],
  ['loadBalancing', 'loadBalancer', 'alb', 'listener', 'listenerProps'],
  ['compute', 'fargate', 'task', 'taskDefinition', 'service', 'ecs', 'launchType'],
  ['scaling', 'autoScaling', 'autoscaling', 'scale', 'maxCapacity'],
  ['image', 'nodeImage', 'imageUri', 'dockerBuild', 'containerImage', 'dockerImage', 'runtimeImage'],
  ['internetFacing', 'publicLoadBalancer', 'public'],
  ['allowFrom', 'allowedCidrs', 'cidrs', 'cidrBlocks', 'peers', 'ingress', 'allow'],
  ['ipAddressType', 'dualStack', 'ipv6'],
  [
    ...['securityGroup', 'securityGroupId', 'securityGroups', 'securityGroupIds'],
    ...['loadBalancerSecurityGroup', 'loadBalancerSecurityGroupId', 'taskSecurityGroups', 'taskSecurityGroupIds'],
  ],
  ['deletionProtection', 'enableDeletionProtection'],
  ['enableExecuteCommand', 'executeCommand', 'exec'],
  ['logGroup', 'logGroupName', 'logs', 'logging', 'logDriver'],
  ['logRetention', 'logRetentionInDays', 'retention', 'retentionInDays'],
];

/** Names for one thing and its opposite. */
const OPPOSITES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['internetFacing', 'publicLoadBalancer', 'public'], ['internal']],
];

const MOST = 3;

/**
 * What to use instead of a name that is not known: the one that was probably meant, or one of all.
 *
 * @param within - how names are written that are known within others
 */
export function suggestion(
  unknown: string,
  known: readonly string[],
  within: Readonly<Record<string, string>> = {},
): string {
  const all = [...known, ...Object.keys(within)];
  const howWritten = (name: string): string => (known.includes(name) ? name : (within[name] ?? name));
  const opposite = oppositeOf(unknown, all);
  if (opposite !== undefined) return `use ${howWritten(opposite)}, which is its opposite`;
  const meant = [written(unknown, all), synonyms(unknown, all), close(unknown, all), related(unknown, all)];
  const names = meant.find((some) => some.length > 0);
  if (names === undefined) return `there are ${known.join(', ')}`;
  return `use ${alternatives([...new Set(names.slice(0, MOST).map(howWritten))])}`;
}

/** `idle_timeout` and `IdleTimeout` are `idleTimeout`. */
function written(unknown: string, known: readonly string[]): readonly string[] {
  return known.filter((name) => letters(name) === letters(unknown));
}

function synonyms(unknown: string, known: readonly string[]): readonly string[] {
  const group = SYNONYMS.find((names) => names.some((name) => letters(name) === letters(unknown))) ?? [];
  return known.filter((name) => group.includes(name));
}

function close(unknown: string, known: readonly string[]): readonly string[] {
  return [nearest(unknown, known) ?? []].flat();
}

/** Names that are a part of it, or that it is a part of. */
function related(unknown: string, known: readonly string[]): readonly string[] {
  const word = letters(unknown);
  if (word.length < 4) return [];
  return known.filter((name) => letters(name).includes(word) || (name.length > 3 && word.includes(letters(name))));
}

function oppositeOf(unknown: string, known: readonly string[]): string | undefined {
  const [names] = OPPOSITES.flatMap(([some, others]) => [
    ...(some.includes(unknown) ? [others] : []),
    ...(others.includes(unknown) ? [some] : []),
  ]);
  return names?.find((name) => known.includes(name));
}

function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function alternatives(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}
