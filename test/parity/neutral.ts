/** What a proxy is made of, whichever tool makes it: what both front ends' output is reduced to, in AWS's words. */
export interface Neutral {
  readonly cluster: { readonly name: string; readonly settings?: readonly string[] };
  readonly logGroup?: { readonly retentionInDays: number; readonly whenProxyIsDeleted: 'kept' | 'deleted' };
  /** By role: who may assume it, and each action with its resource. */
  readonly roles: Readonly<
    Record<'task' | 'execution', { readonly assumedBy: string; readonly allowed: readonly string[] }>
  >;
  readonly image: { readonly reference: string; readonly platform?: string; readonly context?: readonly string[] };
  readonly task: {
    readonly cpu: string;
    readonly memory: string;
    readonly networkMode: string;
    readonly compatibilities: readonly string[];
    readonly architecture: string;
    readonly operatingSystem: string;
    readonly taskRole: string;
    readonly executionRole: string;
    readonly containers: Readonly<Record<string, Container>>;
  };
  /** Each rule of a security group, in one line. */
  readonly securityRules: readonly string[];
  readonly loadBalancer: {
    readonly type: string;
    readonly scheme: string;
    readonly subnets: readonly string[];
    readonly securityGroups: readonly string[];
    readonly ipAddressType: string;
    readonly attributes: Readonly<Record<string, string>>;
  };
  readonly targetGroup: {
    readonly vpc: string;
    readonly targetType: string;
    readonly protocol: string;
    readonly protocolVersion: string;
    readonly port: number;
    readonly attributes: Readonly<Record<string, string>>;
    readonly healthCheck: Readonly<Record<string, string | number>>;
  };
  /** By port. */
  readonly listeners: Readonly<
    Record<
      string,
      { readonly protocol: string; readonly certificate?: string; readonly sslPolicy?: string; readonly action: string }
    >
  >;
  readonly service: {
    readonly cluster: string;
    readonly taskDefinition: string;
    readonly launchType: string;
    readonly desiredCount: number;
    readonly minimumHealthyPercent: number;
    readonly maximumPercent: number;
    readonly circuitBreaker: { readonly enable: boolean; readonly rollback: boolean };
    readonly healthCheckGracePeriod: number;
    readonly availabilityZoneRebalancing: string;
    readonly loadBalancers: readonly string[];
    readonly subnets: readonly string[];
    readonly securityGroups: readonly string[];
    readonly assignPublicIp: boolean;
    readonly executeCommand: boolean;
    readonly managedTags: boolean;
    readonly propagateTags: string;
    readonly deploymentIsWaitedFor: boolean;
  };
  readonly discovery?: {
    readonly namespaceVpc: string;
    /** By backend. */
    readonly services: Readonly<
      Record<
        string,
        {
          readonly records: readonly string[];
          readonly routing: string;
          readonly failureThreshold: number;
          readonly registration: 'made by the proxy' | 'left to the user';
        }
      >
    >;
  };
  /** By kind of resource. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** A container of the task. */
export interface Container {
  readonly image: string;
  readonly essential: boolean;
  readonly entryPoint: readonly string[];
  /** The command, the configuration in it taken apart. */
  readonly command: readonly unknown[];
  /** And as it is, as one word. */
  readonly commandText: string;
  readonly environment: readonly string[];
  readonly ports: readonly string[];
  readonly stopTimeout: number;
  readonly ulimits: readonly string[];
  readonly user: string;
  readonly readonlyRootFilesystem: boolean;
  readonly droppedCapabilities: readonly string[];
  readonly initProcess: boolean;
  readonly dockerLabels: Readonly<Record<string, string>>;
  readonly logDriver: string;
  readonly logOptions: Readonly<Record<string, string>>;
}

/** The single facts of a neutral form, or of anything else, by path. */
export function factsOf(neutral: Neutral | Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(leaves('', neutral));
}

function leaves(path: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[path, JSON.stringify(value)]];
  const entries =
    Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? value.map((item: string) => [item, true] as const)
      : Object.entries(value);
  if (entries.length === 0) return [[path, 'none']];
  return entries
    .filter(([, member]) => member !== undefined)
    .flatMap(([key, member]) => leaves(path === '' ? key : `${path} › ${key}`, member));
}

/** Puts names in the place of what each tool calls the same thing, in every string of a value. */
export function renamed<T>(value: T, names: ReadonlyMap<string, string>): T {
  const longestFirst = [...names].toSorted(([one], [other]) => other.length - one.length);
  const rename = (text: string): string =>
    longestFirst.reduce((result, [from, to]) => result.replaceAll(from, to), text);
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') return rename(item);
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, member]) => [rename(key), walk(member)]));
  };
  return walk(value) as T;
}

/** The entry point of a container without the place of the proxy server, which each front end has of its own. */
export function entryPoint(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end < 0 ? words : words.with(end + 1, '<bucket>').with(end + 2, '<key>');
}

/** The command of a container with its configuration taken apart, so that a difference shows where it is. */
export function command(words: readonly string[]): Pick<Container, 'command' | 'commandText'> {
  return {
    command: [...words.slice(0, -1), JSON.parse(words.at(-1) ?? '{}') as unknown],
    commandText: JSON.stringify(words),
  };
}
