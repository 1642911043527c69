import { createHash } from 'node:crypto';
import { STAND_IN_ACCOUNT } from '../../aws-environment.ts';
import { CORE_LENGTH, CORE_START, type Placeholder } from '../placeholders.ts';

/** What a value belongs to; the same for all values of one resource. */
export interface Owner {
  /** A resource's type or a function's token, such as `aws:lb/listener:Listener`. */
  readonly type: string;
  readonly name: string;
  /** What tells it from others of its type and name. @default - there are no others */
  readonly key?: string;
}

/** Gives out placeholders, and keeps the table of all that it has given out. */
export class PlaceholderIssuer {
  readonly #region: string;
  readonly #issued = new Map<string, Placeholder>();
  readonly #cores = new Set<string>();

  constructor(region: string) {
    this.#region = region;
  }

  /** All placeholders that were given out. */
  get issued(): readonly Placeholder[] {
    return [...this.#issued.values()];
  }

  /** The text that stands for a property's value, the same whenever it is asked for and in every run. */
  value(owner: Owner, property: string): string {
    const identity = JSON.stringify([owner.type, owner.name, owner.key, property]);
    const placeholder = this.#issued.get(identity) ?? this.#issue(identity, owner, property);
    const { prefix, core } = placeholder;
    return isUrl(property) ? `https://${core}` : prefix + core;
  }

  #issue(identity: string, owner: Owner, property: string): Placeholder {
    const prefix = isUrl(property) ? '' : prefixOf(owner.type, property, this.#region);
    const placeholder = { owner: owner.name, property, prefix, core: this.#freeCore(identity) };
    this.#issued.set(identity, placeholder);
    return placeholder;
  }

  /** What is made of a value, such as a hash of it, is the same in every run, too: a core follows from what it is for. */
  #freeCore(identity: string): string {
    const digits = createHash('sha256').update(identity).digest('hex');
    const core = CORE_START + digits.slice(0, CORE_LENGTH - 1);
    if (this.#cores.has(core)) return this.#freeCore(`${identity} `);
    this.#cores.add(core);
    return core;
  }
}

/** What ids begin with, by the last word of the resource's type, or of the property that has the id. */
const ID_PREFIXES: readonly (readonly [kind: string, prefix: string])[] = [
  ['securitygroup', 'sg-'],
  ['subnet', 'subnet-'],
  ['vpc', 'vpc-'],
  ['prefixlist', 'pl-'],
];

/** Programs parse what has such a name as a URL; a repository's URL alone has no scheme. */
function isUrl(property: string): boolean {
  return /(?:^u|U)rls?$|(?:^e|E)ndpoint$/.test(property) && property !== 'repositoryUrl';
}

function prefixOf(type: string, property: string, region: string): string {
  const [, service = 'service', kind = 'resource'] = /^aws:(\w+)[/:].*?(\w+)$/.exec(type) ?? [];
  // An item of a list is named `publicSubnetIds[0]`
  const name = property.replace(/\[\d\]$/, '');
  if (/^arn$|Arns?$/.test(name)) return `arn:aws:${service}:${region}:${STAND_IN_ACCOUNT}:${kind}/`;
  if (property === 'digest') return `sha256:${'0'.repeat(64 - CORE_LENGTH)}`;
  const idOf = (property === 'id' ? kind : (/^(.*)Ids?$/.exec(name)?.[1] ?? '')).toLowerCase();
  return ID_PREFIXES.find(([end]) => idOf.endsWith(end))?.[1] ?? '';
}
