import * as pulumi from '@pulumi/pulumi';
import { isPlain } from '../args/plain.ts';

/**
 * What a rule of a security group is called, or the end of its name, and what else it may have been called in a deployed stack: EC2 refuses
 * the same rule twice, and Pulumi creates a rule under a new name before it deletes that under the old one, unless the old one is an alias.
 */
export interface RuleNames {
  readonly name: string;
  readonly aliases: readonly (string | Promise<string>)[];
}

/**
 * The names of what is given by an input: after its content where that is plain, so that others may come and go, or else after its place.
 *
 * @param content - the name after a content
 * @param places - the names after its place, the present one first
 */
export function namesOf(
  given: pulumi.Input<string>,
  content: (text: string) => string,
  ...places: readonly [string, ...string[]]
): RuleNames {
  if (isPlain(given)) return { name: content(given), aliases: places };
  const [name, ...others] = places;
  return { name, aliases: [nameLater(name, pulumi.output(given), content), ...others] };
}

/** A name after a content that only the deployment knows; the name that there is anyway where not even that does. */
export async function nameLater<T>(
  name: string,
  given: pulumi.Output<T>,
  content: (value: T) => string,
): Promise<string> {
  let later: T | undefined;
  const settled = given.apply((value) => {
    later = value;
  });
  try {
    // Pulumi's SDK can't take an alias with an unknown in it, and has no other way to tell that a value is one
    await pulumi.isSecret(settled);
    return later === undefined ? name : content(later);
  } catch {
    return name;
  }
}

/** The names that begin with a text. */
export function prefixed(start: string, { name, aliases }: RuleNames): RuleNames {
  return { name: start + name, aliases: aliases.map(async (alias) => start + (await alias)) };
}
