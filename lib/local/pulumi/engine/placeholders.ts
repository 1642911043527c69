import { createHash } from 'node:crypto';
import { STAND_IN_ACCOUNT } from '../../aws-environment.ts';

/** The kind of thing that a value belongs to; the same for all values of one resource. */
export interface Owner {
  /** A resource's type or a function's token, such as `aws:lb/listener:Listener`. */
  readonly type: string;
  readonly name: string;
  /** What tells it from others of its type and name. @default - there are no others */
  readonly key?: string;
}

/** What the ids of some things begin with: programs and components look at that. */
const ID_PREFIXES: readonly [RegExp, string][] = [
  [/securitygroup$/i, 'sg-'],
  [/subnet$/i, 'subnet-'],
  [/vpc$/i, 'vpc-'],
  [/prefixlist$/i, 'pl-'],
];

/** Sixteen hexadecimal digits of which the first is a letter, so that they are a host name's label too. */
const CORE = 'f[0-9a-f]{15}';

/**
 * Values that only a deployment knows. While the program runs they look like what they stand for, since it may look at them: an id of a
 * security group begins with `sg-`, the name of a host has no other characters than one has. What it has made of them is then told apart
 * again, and written `<name.property>`.
 */
export class Placeholders {
  readonly #region: string;
  readonly #texts = new Map<string, string>();
  readonly #prefixes = new Set<string>();

  constructor(region: string) {
    this.#region = region;
  }

  /** A value for a property, the same whenever it is asked for. */
  value(owner: Owner, property: string): string {
    const identity = JSON.stringify([owner.type, owner.name, owner.key, property]);
    const core = `f${createHash('sha256').update(identity).digest('hex').slice(0, 15)}`;
    // Inside JSON, perhaps JSON in JSON, where no quote or backslash may come in
    const text = `<${`${owner.name}.${property}`.replaceAll(/[^\w.:/#[\]-]/g, '_')}>`;
    if (/(^u|U)rls?$|(^e|E)ndpoint$/.test(property) && property !== 'repositoryUrl') {
      this.#texts.set(core, text);
      return `https://${core}`;
    }
    const prefix = this.#prefix(owner.type, property);
    this.#texts.set(prefix + core, text);
    if (prefix !== '') this.#prefixes.add(prefix);
    return prefix + core;
  }

  /** A text with the names of all values in it. */
  reveal(text: string): string {
    // A prefix has no characters that mean something in a regular expression
    const pattern = new RegExp(`(${[...this.#prefixes, ''].join('|')})(${CORE})`, 'g');
    return text.replaceAll(pattern, (all: string, prefix: string, core: string) => {
      const inner = this.#texts.get(core);
      return this.#texts.get(all) ?? (inner === undefined ? all : prefix + inner);
    });
  }

  #prefix(type: string, property: string): string {
    const [, service = 'service', kind = 'resource'] = /^aws:(\w+)[/:].*?(\w+)$/.exec(type) ?? [];
    // An item of a list is named `publicSubnetIds[0]`
    const name = property.replace(/\[\d\]$/, '');
    if (/^arn$|Arns?$/.test(name)) return `arn:aws:${service}:${this.#region}:${STAND_IN_ACCOUNT}:${kind}/`;
    if (property === 'digest') return `sha256:${'0'.repeat(48)}`;
    const what = property === 'id' ? kind : (/^(.*)Ids?$/.exec(name)?.[1] ?? '');
    return ID_PREFIXES.find(([pattern]) => pattern.test(what))?.[1] ?? '';
  }
}
