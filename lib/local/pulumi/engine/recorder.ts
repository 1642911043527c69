import type * as pulumi from '@pulumi/pulumi';
import type { RecordedResource } from '../recorded.ts';
import { callFunction } from './functions.ts';
import { PlaceholderIssuer, type Owner } from './placeholders.ts';
import { plainValue } from './plain-value.ts';

/** A resource whose URN is known only once it is registered. */
type Draft = { -readonly [K in keyof RecordedResource]: RecordedResource[K] };

/** Takes the place of Pulumi's engine: writes down what the program declares, and makes up what AWS would answer. */
export class Recorder implements pulumi.runtime.Mocks {
  readonly placeholders: PlaceholderIssuer;
  readonly #region: string;
  readonly #resources: Draft[] = [];
  /** The properties that resources have, by type and name, in the order of the program. */
  readonly #properties = new Map<string, readonly string[]>();
  readonly #count = new Map<string, number>();
  /** What the call under way is: `newResource` is told too little. */
  #request: { readonly parent: string; readonly existing: boolean } = { parent: '', existing: false };

  constructor(region: string) {
    this.#region = region;
    this.placeholders = new PlaceholderIssuer(region);
  }

  /** Learns which properties a resource has, even those that are known only once it is there. */
  learn(type: string, name: string, properties: object | undefined): void {
    this.#properties.set(`${type} ${name}`, Object.keys(properties ?? {}));
  }

  /** What was declared, in the order of the program: when a resource is registered depends on when its inputs are known. */
  get resources(): readonly RecordedResource[] {
    const order = new Map([...this.#properties.keys()].map((key, index) => [key, index]));
    const position = ({ type, name }: RecordedResource): number => order.get(`${type} ${name}`) ?? -1;
    return this.#resources.toSorted((one, other) => position(one) - position(other));
  }

  /** Runs `register`, which begins by calling {@link newResource}, for a resource of which more is known than that is told. */
  take(
    request: { readonly parent: string; readonly existing: boolean },
    register: () => Promise<void>,
  ): { readonly resource: Draft | undefined; readonly done: Promise<void> } {
    const index = this.#resources.length;
    this.#request = request;
    const done = register();
    return { resource: this.#resources[index], done };
  }

  newResource({ type, name, inputs, id }: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
    const given = plainValue(inputs) as Record<string, unknown>;
    const owner = this.#owner(type, name);
    const known: Record<string, unknown> = { ...given };
    for (const property of this.#properties.get(`${type} ${name}`) ?? []) {
      known[property] ??= property === 'region' ? this.#region : this.placeholders.value(owner, property);
    }
    const ownId = id === undefined || id === '' ? this.placeholders.value(owner, 'id') : id;
    const { arn } = known;
    this.#resources.push({
      type,
      name,
      urn: '',
      ...this.#request,
      id: ownId,
      ...(typeof arn === 'string' && { arn }),
      inputs: given,
    });
    return { id: ownId, state: known };
  }

  call({ token, inputs }: pulumi.runtime.MockCallArgs): pulumi.runtime.MockCallResult {
    const given = plainValue(inputs) as Record<string, unknown>;
    return callFunction(token, given, this.#region, this.placeholders);
  }

  /** Two resources of one type may have one name, below different components. */
  #owner(type: string, name: string): Owner {
    const key = `${type} ${name}`;
    const count = (this.#count.get(key) ?? 0) + 1;
    this.#count.set(key, count);
    return { type, name: count === 1 ? name : `${name}#${count}` };
  }
}
