import * as pulumi from '@pulumi/pulumi';
import type { Place } from './plan-error.ts';
import { type Transform, transformed } from './transform.ts';

type ResourceClass = new (name: string, args: never, opts?: pulumi.CustomResourceOptions) => pulumi.CustomResource;

type ArgsOf<C extends ResourceClass> = NonNullable<ConstructorParameters<C>[1]>;

/** What arguments of resources with tags have. */
interface Tagged {
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** Options of one child. */
export interface ChildOptions<A extends object> extends pulumi.CustomResourceOptions {
  readonly transform?: Transform<A> | undefined;
}

/** The one place where a component's children are created: parented to it, named after it, and tagged as it is. */
export class Children {
  readonly place: Place;
  readonly tags: Tagged['tags'];

  constructor(place: Place, tags: Tagged['tags']) {
    this.place = place;
    this.tags = tags;
  }

  /** A child named `COMPONENT-SUFFIX`. */
  add<C extends ResourceClass>(
    Child: C,
    suffix: string,
    args: ArgsOf<C>,
    { transform, ...options }: ChildOptions<ArgsOf<C>> = {},
  ): InstanceType<C> {
    const name = this.nameOf(suffix);
    const changed = transformed(transform, name, args, options);
    const opts = pulumi.mergeOptions(changed.opts, { parent: this.place.component });
    return new Child(name, changed.args, opts) as InstanceType<C>;
  }

  /** {@link add} for a resource that has tags. */
  addTagged<C extends ResourceClass>(
    Child: ArgsOf<C> extends Tagged ? C : never,
    suffix: string,
    args: ArgsOf<C>,
    options?: ChildOptions<ArgsOf<C>>,
  ): InstanceType<C> {
    const tags: Tagged = this.tags === undefined ? {} : { tags: this.tags };
    return this.add<C>(Child, suffix, Object.assign({}, args, tags), options);
  }

  nameOf(suffix: string): string {
    return `${this.place.name}-${suffix}`;
  }
}
