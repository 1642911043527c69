/** A resource that a program asked for, as far as an update of it is looked at; ids and ARNs in inputs have the resource's name in them. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Inputs;
  /** Other names that it may have in the stack that is updated. */
  readonly aliases?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  /** What its outputs may be in the inputs of others. */
  readonly references?: readonly string[];
}

type Inputs = Readonly<Record<string, unknown>>;

/** A resource as it is before old ones are deleted: where it is updated in place, both its old and its new inputs. */
interface Existing {
  /** Names the physical resource: one that is replaced has two. */
  readonly identity: string;
  readonly type: string;
  readonly before?: Inputs;
  readonly after?: Inputs;
}

const LOAD_BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const LISTENER = 'aws:lb/listener:Listener';
const RULE = /^aws:vpc\/securityGroup(Ingress|Egress)Rule:/;

/** The inputs whose change makes AWS's provider replace a resource, by the types that are looked at. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'aws:ec2/securityGroup:SecurityGroup': ['description', 'name', 'namePrefix', 'vpcId'],
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': ['securityGroupId'],
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': ['securityGroupId'],
  [LOAD_BALANCER]: ['internal', 'loadBalancerType', 'name', 'namePrefix'],
  [LISTENER]: ['loadBalancerArn'],
  'aws:lb/targetGroup:TargetGroup': [
    ...['ipAddressType', 'name', 'namePrefix', 'port', 'protocol', 'protocolVersion', 'targetType', 'vpcId'],
  ],
};

/**
 * What would make an update of a stack from one program to another fail, or cut clients. Pulumi creates what is new or replaced and updates
 * the rest, and deletes what is old in the end, unless it is to be deleted before it is replaced: until then old and new are there side by side.
 */
export function updateProblems(before: readonly Registered[], after: readonly Registered[]): readonly string[] {
  const [old, current] = [before, after].map((all) => all.filter(({ type }) => type in REPLACING));
  const pairs = pairUp(old ?? [], current ?? []);
  const existing = beforeDeletions(old ?? [], pairs);
  return [
    ...ambiguousAliases(pairs),
    ...sharedTargetGroups(existing),
    ...sharedPorts(existing),
    ...duplicateRules(existing),
    ...cutListeners(pairs),
    ...protectedLoadBalancers(existing),
  ];
}

/** A resource of the new program, with that of the stack that it goes on from, by its name or an alias. */
interface Pair {
  readonly current: Registered;
  readonly old: Registered | undefined;
  readonly replaced: boolean;
}

function pairUp(before: readonly Registered[], after: readonly Registered[]): readonly Pair[] {
  const pairs = after.map((current) => ({ current, old: predecessor(before, current) }));
  let replaced: ReadonlySet<Registered> = new Set();
  for (;;) {
    const kept = pairs.filter(({ current, old }) => old !== undefined && !replaced.has(current));
    const changed = pairs.filter(({ current, old }) => {
      if (old === undefined) return false;
      const [was, is] = [
        located(old.inputs, oldIdentities(before)),
        located(current.inputs, newIdentities(after, kept)),
      ];
      return (REPLACING[current.type] ?? []).some((input) => JSON.stringify(was[input]) !== JSON.stringify(is[input]));
    });
    if (changed.length === replaced.size) break;
    replaced = new Set(changed.map(({ current }) => current));
  }
  return pairs.map((pair) => ({ ...pair, replaced: replaced.has(pair.current) }));
}

function predecessor(before: readonly Registered[], { type, name, aliases = [] }: Registered): Registered | undefined {
  return [name, ...aliases]
    .map((candidate) => before.find((old) => old.type === type && old.name === candidate))
    .find((old) => old !== undefined);
}

type Identities = ReadonlyMap<string, string>;

function oldIdentities(before: readonly Registered[]): Identities {
  return new Map(before.flatMap((old) => (old.references ?? []).map((text) => [text, `<old ${old.name}>`] as const)));
}

function newIdentities(
  after: readonly Registered[],
  kept: readonly { readonly current: Registered; readonly old: Registered | undefined }[],
): Identities {
  return new Map(
    after.flatMap((current) => {
      const old = kept.find((pair) => pair.current === current)?.old;
      const identity = old ? `<old ${old.name}>` : `<new ${current.name}>`;
      return (current.references ?? []).map((text) => [text, identity] as const);
    }),
  );
}

/** Inputs with the identities of physical resources in place of their ids and ARNs. */
function located(inputs: Inputs, identities: Identities): Inputs {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return identities.get(value) ?? value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(walk);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
  };
  return walk(inputs) as Inputs;
}

function beforeDeletions(before: readonly Registered[], pairs: readonly Pair[]): readonly Existing[] {
  const identities = newIdentities(
    pairs.map(({ current }) => current),
    pairs.filter(({ old, replaced }) => old && !replaced),
  );
  const taken = new Map(pairs.flatMap((pair) => (pair.old ? [[pair.old, pair] as const] : [])));
  const olds = before.flatMap((old): readonly Existing[] => {
    const pair = taken.get(old);
    if (pair?.replaced === true && pair.current.deleteBeforeReplace === true) return [];
    const existing = {
      identity: `old ${old.name}`,
      type: old.type,
      before: located(old.inputs, oldIdentities(before)),
    };
    if (pair === undefined || pair.replaced) return [existing];
    return [{ ...existing, after: located(pair.current.inputs, identities) }];
  });
  const created = pairs
    .filter(({ old, replaced }) => old === undefined || replaced)
    .map(({ current: { type, name, inputs } }) => ({
      identity: `new ${name}`,
      type,
      after: located(inputs, identities),
    }));
  return [...olds, ...created];
}

/** Pulumi refuses two resources that go on from one, and an alias that another resource has for a name. */
function ambiguousAliases(pairs: readonly Pair[]): readonly string[] {
  const olds = pairs.flatMap(({ current, old }) => (old ? [[`${old.type} ${old.name}`, current.name] as const] : []));
  return [
    ...shared(olds).map(([old, names]) => `${names} both go on from ${old}`),
    ...shared(pairs.map(({ current }, index) => [`${current.type} ${current.name}`, `${index}`] as const)).map(
      ([name]) => `there are two ${name}`,
    ),
  ];
}

function statesOf({ before, after }: Existing): readonly Inputs[] {
  return [before, after].filter((state) => state !== undefined);
}

/** What belongs to more than one owner, each with its owners. */
function shared(pairs: readonly (readonly [key: string, owner: string])[]): readonly (readonly [string, string])[] {
  const owners = new Map<string, Set<string>>();
  for (const [key, owner] of pairs) owners.set(key, (owners.get(key) ?? new Set()).add(owner));
  return [...owners].filter(([, all]) => all.size > 1).map(([key, all]) => [key, [...all].join(' and ')]);
}

function listenersOf(existing: readonly Existing[]): readonly (readonly [Existing, Inputs])[] {
  return existing
    .filter(({ type }) => type === LISTENER)
    .flatMap((listener) => statesOf(listener).map((state) => [listener, state] as const));
}

function sharedTargetGroups(existing: readonly Existing[]): readonly string[] {
  const pairs = listenersOf(existing).flatMap(([, { loadBalancerArn, defaultActions }]) =>
    (defaultActions as readonly Inputs[])
      .filter(({ targetGroupArn }) => targetGroupArn !== undefined)
      .map(({ targetGroupArn }) => [String(targetGroupArn), String(loadBalancerArn)] as const),
  );
  return shared(pairs).map(([group, owners]) => `the target group ${group} would be on two load balancers, ${owners}`);
}

function sharedPorts(existing: readonly Existing[]): readonly string[] {
  const pairs = listenersOf(existing).map(
    ([{ identity }, { loadBalancerArn, port }]) =>
      [`${String(loadBalancerArn)} port ${String(port)}`, identity] as const,
  );
  return shared(pairs).map(([port, owners]) => `${owners} would both listen at ${port}`);
}

/** EC2 refuses the same rule twice, whatever its description and tags. */
function duplicateRules(existing: readonly Existing[]): readonly string[] {
  const pairs = existing.flatMap((resource) => {
    const direction = RULE.exec(resource.type)?.[1];
    if (direction === undefined) return [];
    return statesOf(resource).map((rule) => {
      const what = Object.entries(rule).filter(([input]) => !['description', 'tags'].includes(input));
      const sorted = what.toSorted(([one], [other]) => one.localeCompare(other));
      return [`${direction} ${JSON.stringify(Object.fromEntries(sorted))}`, resource.identity] as const;
    });
  });
  return shared(pairs).map(([rule, owners]) => `${owners} are the same rule: ${rule}`);
}

function cutListeners(pairs: readonly Pair[]): readonly string[] {
  return pairs
    .filter(({ current, replaced }) => replaced && current.type === LISTENER && current.deleteBeforeReplace === true)
    .map(({ current: { name } }) => `${name} would be deleted, with its sockets, before there is another`);
}

function protectedLoadBalancers(existing: readonly Existing[]): readonly string[] {
  return existing
    .filter(({ type, before, after }) => type === LOAD_BALANCER && before !== undefined && after === undefined)
    .filter(({ before }) => before?.['enableDeletionProtection'] === true)
    .map(({ identity }) => `${identity} would be deleted, but is protected from it`);
}
