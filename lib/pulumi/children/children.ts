import * as pulumi from '@pulumi/pulumi';
import type { ComponentContext } from '../errors/component-errors.ts';
import { type Transform, transformed } from './transform.ts';
import type { WebSocketProxyTransforms } from '../websocket-proxy-transforms.ts';

type ResourceClass = new (name: string, args: never, opts?: pulumi.CustomResourceOptions) => pulumi.CustomResource;

type ArgsOf<C extends ResourceClass> = NonNullable<ConstructorParameters<C>[1]>;

/** The kinds of children that a class is for. */
type KindOf<C extends ResourceClass> = {
  [K in keyof WebSocketProxyTransforms]-?: NonNullable<WebSocketProxyTransforms[K]> extends Transform<infer A>
    ? ArgsOf<C> extends A
      ? K
      : never
    : never;
}[keyof WebSocketProxyTransforms];

/** What arguments of resources with tags have. */
interface Tagged {
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** The one place where a component's children are created: parented to it, named after it, and changed and tagged as its user says. */
export class Children {
  readonly place: ComponentContext;
  readonly #tags: Tagged;
  readonly #transforms: WebSocketProxyTransforms;

  constructor(
    place: ComponentContext,
    { tags, transform = {} }: Tagged & { readonly transform?: WebSocketProxyTransforms | undefined },
  ) {
    this.place = place;
    this.#tags = tags === undefined ? {} : { tags };
    this.#transforms = transform;
  }

  /** A child named `COMPONENT-SUFFIX`. */
  add<C extends ResourceClass>(
    kind: KindOf<C>,
    Child: C,
    suffix: string,
    args: ArgsOf<C>,
    options: pulumi.CustomResourceOptions = {},
  ): InstanceType<C> {
    const name = this.nameOf(suffix);
    const changed = transformed(this.#transforms[kind] as Transform<ArgsOf<C>> | undefined, name, args, options);
    const opts = pulumi.mergeOptions(changed.opts, { parent: this.place.component });
    return new Child(name, changed.args, opts) as InstanceType<C>;
  }

  /** {@link add} for a resource that has tags. */
  addTagged<C extends ResourceClass>(
    kind: KindOf<C>,
    Child: ArgsOf<C> extends Tagged ? C : never,
    suffix: string,
    args: ArgsOf<C>,
    options?: pulumi.CustomResourceOptions,
  ): InstanceType<C> {
    return this.add<C>(kind, Child, suffix, Object.assign({}, args, this.#tags), options);
  }

  /** The aliases that a child has because it was `COMPONENT-SUFFIX` with one of other suffixes. */
  aliases(suffixes: readonly (string | Promise<string>)[]): pulumi.Input<pulumi.Alias>[] {
    return suffixes.map(async (suffix) => ({ name: this.nameOf(await suffix) }));
  }

  nameOf(suffix: string): string {
    return `${this.place.name}-${suffix}`;
  }
}
