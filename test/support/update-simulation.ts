import { references } from './dependency-cycles.ts';
import { REPLACING_PROPERTIES } from './replacing-properties.ts';

/** A CloudFormation template, as far as an update of it is looked at. */
export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

/** A resource as it is before the clean-up: where it is updated in place, both its old and its new properties. */
interface Existing {
  /** Names the physical resource: one that is replaced has two. */
  readonly identity: string;
  readonly type: string;
  readonly before?: Properties;
  readonly after?: Properties;
}

type Properties = Readonly<Record<string, unknown>>;

/** What two resources can't have both, by type, with what limits the name to. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::SecurityGroup': ['GroupName', 'VpcId'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Name'],
  'AWS::ElasticLoadBalancingV2::TargetGroup': ['Name'],
  'AWS::ECS::Cluster': ['ClusterName'],
  'AWS::ECS::Service': ['ServiceName', 'Cluster'],
  'AWS::IAM::Role': ['RoleName'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::ServiceDiscovery::PrivateDnsNamespace': ['Name', 'Vpc'],
  'AWS::ServiceDiscovery::Service': ['Name', 'NamespaceId'],
};

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const SERVICE = 'AWS::ECS::Service';
const GROUP = 'AWS::EC2::SecurityGroup';

/**
 * What would make CloudFormation fail to update a stack from one template to another. It creates what is new or replaced and updates the rest,
 * in the order of dependencies, and deletes what is old in the end: until then old and new are there side by side.
 */
export function updateProblems(before: Template, after: Template): readonly string[] {
  const existing = beforeCleanUp(before.Resources ?? {}, after.Resources ?? {});
  return [
    ...nameCollisions(existing),
    ...sharedTargetGroups(existing),
    ...sharedPorts(existing),
    ...duplicateRules(existing),
    ...movedLoadBalancers(existing),
    ...protectedLoadBalancers(existing),
    ...servicesBeforeTheirListener(after.Resources ?? {}),
  ];
}

function beforeCleanUp(
  before: Readonly<Record<string, Resource>>,
  after: Readonly<Record<string, Resource>>,
): readonly Existing[] {
  const replaced = replacedResources(before, after);
  const place = (properties: Properties, generation: 'old' | 'new'): Properties =>
    located(properties, (id) =>
      id in before && id in after && !replaced.has(id) ? id : `${generation} ${id}`,
    ) as Properties;
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return ids.flatMap((id): readonly Existing[] => {
    const [old, current] = [before[id], after[id]];
    const was = old && { type: old.Type, before: place(old.Properties ?? {}, 'old') };
    const is = current && { type: current.Type, after: place(current.Properties ?? {}, 'new') };
    if (was && is && !replaced.has(id)) return [{ identity: id, ...was, ...is }];
    return [...(was ? [{ identity: `old ${id}`, ...was }] : []), ...(is ? [{ identity: `new ${id}`, ...is }] : [])];
  });
}

/** The logical ids of what is replaced: because of a property, or of one that refers to what is replaced. */
function replacedResources(
  before: Readonly<Record<string, Resource>>,
  after: Readonly<Record<string, Resource>>,
): ReadonlySet<string> {
  const replaced = new Set<string>();
  for (;;) {
    const { size } = replaced;
    for (const [id, { Type, Properties: current = {} }] of Object.entries(after)) {
      const old = before[id];
      if (old === undefined) continue;
      const replacing = REPLACING_PROPERTIES[Type];
      if (
        replacing === undefined &&
        !Type.startsWith('Custom::') &&
        JSON.stringify(old) !== JSON.stringify(after[id])
      ) {
        throw new Error(`${Type} is not among REPLACING_PROPERTIES; add it`);
      }
      const changed = (replacing ?? []).some(
        (property) =>
          JSON.stringify(old.Properties?.[property]) !== JSON.stringify(current[property]) ||
          references(current[property]).some((other) => replaced.has(other)),
      );
      if (old.Type !== Type || changed) replaced.add(id);
    }
    if (replaced.size === size) return replaced;
  }
}

/** A value with the identities of physical resources in place of references to logical ones. */
function located(value: unknown, identity: (id: string) => string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => located(item, identity));
  const { Ref, 'Fn::GetAtt': attribute } = value as { readonly Ref?: unknown; readonly 'Fn::GetAtt'?: unknown };
  if (typeof Ref === 'string') return `<${identity(Ref)}>`;
  // An id or an ARN names the resource; other attributes are values of it
  if (Array.isArray(attribute)) {
    const [id, name] = attribute as [string, string];
    return /Id$|Arn$/.test(name) ? `<${identity(id)}>` : `<${identity(id)}>.${name}`;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, located(item, identity)]));
}

function statesOf({ before, after }: Existing): readonly Properties[] {
  return [before, after].filter((state) => state !== undefined);
}

/** What belongs to more than one owner, each with its owners. */
function shared(pairs: Iterable<readonly [key: string, owner: string]>): readonly (readonly [string, string])[] {
  const owners = new Map<string, Set<string>>();
  for (const [key, owner] of pairs) owners.set(key, (owners.get(key) ?? new Set()).add(owner));
  return [...owners].filter(([, all]) => all.size > 1).map(([key, all]) => [key, [...all].join(' and ')]);
}

function nameCollisions(existing: readonly Existing[]): readonly string[] {
  const pairs = existing.flatMap((resource) =>
    statesOf(resource).flatMap((state) => {
      const [name = '', ...scope] = NAMES[resource.type] ?? [];
      if (state[name] === undefined) return [];
      const key = [resource.type, ...[name, ...scope].map((property) => JSON.stringify(state[property]))].join(' ');
      return [[key, resource.identity] as const];
    }),
  );
  return shared(pairs).map(([name, owners]) => `${owners} have one name: ${name}`);
}

function listenersOf(existing: readonly Existing[]): readonly (readonly [Existing, Properties])[] {
  return existing
    .filter(({ type }) => type === LISTENER)
    .flatMap((listener) => statesOf(listener).map((state) => [listener, state] as const));
}

function sharedTargetGroups(existing: readonly Existing[]): readonly string[] {
  const pairs = listenersOf(existing).flatMap(([, state]) =>
    targetGroupsOf(state).map((group) => [group, String(state['LoadBalancerArn'])] as const),
  );
  return shared(pairs).map(([group, owners]) => `the target group ${group} would be on two load balancers, ${owners}`);
}

function sharedPorts(existing: readonly Existing[]): readonly string[] {
  const pairs = listenersOf(existing).map(
    ([{ identity }, state]) => [`${String(state['LoadBalancerArn'])} port ${String(state['Port'])}`, identity] as const,
  );
  return shared(pairs).map(([port, owners]) => `${owners} would both listen at ${port}`);
}

/** EC2 refuses the same rule twice, whatever its description. Rules inside of a group are updated before others are made or deleted. */
function duplicateRules(existing: readonly Existing[]): readonly string[] {
  const pairs = existing.flatMap((resource) => {
    const { type, identity, after } = resource;
    if (type === GROUP) {
      return ['Ingress', 'Egress'].flatMap((direction) => {
        const rules = (after?.[`SecurityGroup${direction}`] ?? []) as readonly Properties[];
        return rules.map(
          (rule, index) => [ruleKey(direction, `<${identity}>`, rule), `${identity}[${index}]`] as const,
        );
      });
    }
    const direction = /^AWS::EC2::SecurityGroup(Ingress|Egress)$/.exec(type)?.[1];
    if (direction === undefined) return [];
    return statesOf(resource).map((rule) => [ruleKey(direction, rule['GroupId'], rule), identity] as const);
  });
  return shared(pairs).map(([rule, owners]) => `${owners} are the same rule: ${rule}`);
}

function ruleKey(direction: string, group: unknown, rule: Properties): string {
  const what = Object.entries(rule).filter(([property]) => !['GroupId', 'Description'].includes(property));
  const sorted = what.toSorted(([one], [other]) => one.localeCompare(other));
  return `${direction} of ${String(group)} ${JSON.stringify(Object.fromEntries(sorted))}`;
}

/** The subnets and security groups of a load balancer may change, but not its VPC. */
function movedLoadBalancers(existing: readonly Existing[]): readonly string[] {
  const vpcOf = (group: unknown): unknown => {
    const found = existing.find(({ type, identity }) => type === GROUP && `<${identity}>` === group);
    return (found?.after ?? found?.before)?.['VpcId'];
  };
  const vpcs = (state: Properties): Set<unknown> =>
    new Set(((state['SecurityGroups'] ?? []) as readonly unknown[]).map(vpcOf).filter((vpc) => vpc !== undefined));
  return existing
    .filter(({ type, before, after }) => type === LOAD_BALANCER && before !== undefined && after !== undefined)
    .filter((resource) => {
      const [old, current] = statesOf(resource).map(vpcs);
      return old && current && old.size > 0 && current.size > 0 && [...old].every((vpc) => !current.has(vpc));
    })
    .map(({ identity }) => `${identity} would have to move to another VPC`);
}

function protectedLoadBalancers(existing: readonly Existing[]): readonly string[] {
  return existing
    .filter(({ type, before, after }) => type === LOAD_BALANCER && before !== undefined && after === undefined)
    .filter(({ before }) => JSON.stringify(before).includes('{"Key":"deletion_protection.enabled","Value":"true"}'))
    .map(({ identity }) => `${identity} would be deleted, but is protected from it`);
}

/** ECS refuses a service whose target group is on no load balancer yet. */
function servicesBeforeTheirListener(resources: Readonly<Record<string, Resource>>): readonly string[] {
  const needs = (id: string, seen = new Set<string>()): ReadonlySet<string> => {
    const { Properties, DependsOn = [] } = resources[id] ?? {};
    for (const other of [DependsOn, references(Properties)].flat()) {
      if (!(other in resources) || seen.has(other)) continue;
      seen.add(other);
      needs(other, seen);
    }
    return seen;
  };
  return Object.entries(resources)
    .filter(([, { Type }]) => Type === SERVICE)
    .flatMap(([id, { Properties = {} }]) => {
      const needed = needs(id);
      const listeners = Object.entries(resources).filter(([other, { Type }]) => Type === LISTENER && needed.has(other));
      const served = listeners.flatMap(([, { Properties: listener = {} }]) => targetGroupsOf(listener).map(asText));
      return ((Properties['LoadBalancers'] ?? []) as readonly Properties[])
        .map(({ TargetGroupArn }) => asText(TargetGroupArn))
        .filter((group) => !served.includes(group))
        .map((group) => `${id} does not wait for a listener of its target group ${group}`);
    });
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function targetGroupsOf({ DefaultActions = [] }: Properties): readonly string[] {
  return (DefaultActions as readonly Properties[])
    .filter(({ TargetGroupArn }) => TargetGroupArn !== undefined)
    .map(({ TargetGroupArn }) => asText(TargetGroupArn));
}
