import type { RecordedResource } from './recorded.ts';

/** AWS's load balancing has had other names in Pulumi, which still work. */
const LOAD_BALANCING = /^aws:(?:lb|alb|elasticloadbalancingv2|applicationloadbalancing)\/\w+:(\w+)$/;

export function isLoadBalancing(
  kind: 'LoadBalancer' | 'Listener' | 'TargetGroup',
  resource: RecordedResource,
): boolean {
  return LOAD_BALANCING.exec(resource.type)?.[1] === kind;
}

/** Whether a value is an ARN or id of a resource that the program creates. */
export function refersTo({ arn, id, existing }: RecordedResource, value: unknown): boolean {
  return !existing && typeof value === 'string' && (value === arn || value === id);
}

/** The resources of a program by what they are children of. */
export class Tree {
  readonly #resources: ReadonlyMap<string, RecordedResource>;

  constructor(resources: readonly RecordedResource[]) {
    this.#resources = new Map(resources.map((resource) => [resource.urn, resource]));
  }

  /** A resource's name after those of the components that it is in: `realtime/edge/edge-task`. */
  path(resource: RecordedResource): string {
    return this.#names(resource).join('/');
  }

  /** The path of the component that both are in; the first one's own when there is none. */
  commonPath(first: RecordedResource, second: RecordedResource): string {
    const names = this.#names(first);
    const others = this.#names(second);
    const length = names.findIndex((name, index) => name !== others[index]);
    return names.slice(0, length === 0 ? names.length : length).join('/');
  }

  #names(resource: RecordedResource): string[] {
    const parent = this.#resources.get(resource.parent);
    // The stack itself, which everything is in, has no parent
    return parent === undefined || parent.parent === '' ? [resource.name] : [...this.#names(parent), resource.name];
  }
}
