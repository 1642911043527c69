/** The longest name of a load balancer or target group, of which Pulumi's random suffix takes eight characters. */
const LONGEST = 32 - 8;

/**
 * What to add to the arguments of a load balancer or target group whose own name AWS would not take with Pulumi's suffix: a prefix instead,
 * of six characters at most. They allow letters, digits and hyphens, and no name that begins with `internal-`.
 */
export function shortName(childName: string): { readonly namePrefix?: string } {
  if (childName.length <= LONGEST && /^(?!internal-)[a-z0-9][a-z0-9-]*$/i.test(childName)) return {};
  const start = childName.replaceAll(/[^a-z0-9]/gi, '').slice(0, 5);
  return { namePrefix: `${start === '' ? 'ws' : start}-` };
}
