/**
 * How many inbound rules a security group may have by default, for IPv4 and for IPv6 each. A prefix list counts as its most entries: 55 for
 * that of CloudFront's servers. The quota can be raised.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const RULES_PER_GROUP = 60;

/** What a rule names a client by; `unknown` where only the deployment knows, so that it may be a prefix list. */
export type ClientKind = 'ipv4' | 'ipv6' | 'securityGroup' | 'prefixList' | 'unknown';

/** Whether the rules for the port that redirects go into a security group of their own, as they may not fit in with those for HTTPS. */
export function redirectHasItsOwnGroup(clients: readonly ClientKind[]): boolean {
  return (
    clients.some((kind) => kind === 'prefixList' || kind === 'unknown') || 2 * rulesPerPort(clients) > RULES_PER_GROUP
  );
}

/**
 * What to say of clients that a security group may have no room for.
 *
 * @param ports - how many ports are opened to them in one group
 * @param whose - whether the group is the proxy's own, or given to it
 */
export function clientRulesWarning(
  clients: readonly ClientKind[],
  ports: number,
  whose: 'own' | 'given',
): string | undefined {
  const rules = ports * rulesPerPort(clients);
  if (rules > RULES_PER_GROUP) {
    return `loadBalancing.allowFrom needs ${rules} rules in one security group, but EC2 allows ${RULES_PER_GROUP} unless the quota is raised; give fewer and larger ranges${ports > 1 ? ', or redirectHttp: false, which takes half of them' : ''}`;
  }
  if (whose === 'own' || ports === 1 || !clients.includes('prefixList')) return undefined;
  return `loadBalancing.allowFrom has a prefix list, each rule of which counts as all its entries, and with the redirect the security group given gets two, but EC2 allows ${RULES_PER_GROUP} unless the quota is raised; leave the security group out, so that each port has its own, or give redirectHttp: false`;
}

/** A rule that names a security group counts for both IPv4 and IPv6. */
function rulesPerPort(clients: readonly ClientKind[]): number {
  const count = (...kinds: readonly ClientKind[]): number => clients.filter((kind) => kinds.includes(kind)).length;
  return Math.max(count('ipv4', 'securityGroup'), count('ipv6', 'securityGroup'));
}
