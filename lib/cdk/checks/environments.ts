import { Construct, type IConstruct } from 'constructs';
import { PlanError, type Environment } from '../../plan/index.ts';
import { computeRenderer } from '../compute/renderers.ts';
import { areDifferent, checkStage } from './service-environment.ts';
import { environmentOf, known } from '../tokens/environment.ts';
import { isMadeHere } from '../network/security-groups.ts';
import { loadBalancingRenderer } from '../load-balancing/renderers.ts';
import type { Settings } from '../props/settings.ts';

/** Something given to a proxy, with the environment it is deployed to. */
type Located = IConstruct & { readonly env?: { readonly account: string; readonly region: string } };

/** What ECS takes from the account of the service only. A VPC may be another account's that shares it, and so may its security groups. */
const OF_THE_SAME_ACCOUNT: readonly string[] = ['cluster', 'logGroup'];

/** The awslogs driver writes to any region. Where a certificate is, its ARN says, wherever it is imported. */
const OF_ANY_REGION: readonly string[] = ['logGroup', 'certificate'];

/**
 * Checks that a proxy can use what is given to it from where it is, as far as that is known.
 *
 * @throws PlanError
 */
export function checkEnvironments(scope: Construct, settings: Settings): void {
  const own = environmentOf(scope);
  for (const [prop, given] of givenTo(settings)) {
    const theirs = given.env === undefined ? {} : known(given.env);
    if (!OF_ANY_REGION.includes(prop)) checkRegion(prop, theirs, own);
    if (OF_THE_SAME_ACCOUNT.includes(prop) && areDifferent(theirs.account, own.account)) {
      throw new PlanError(
        'WSPROXY_ENVIRONMENT',
        `${prop} is of the account ${theirs.account}, but the proxy's stack of ${own.account}, and ECS takes one of its own account only; use one of ${own.account}`,
      );
    }
    if (isMadeHere(given)) checkStage(prop, given, scope);
  }
}

function givenTo({
  vpc,
  cluster,
  certificate,
  logGroup,
  loadBalancing,
  compute,
}: Settings): readonly [string, Located][] {
  const all: Readonly<Record<string, unknown>> = {
    ...{ vpc, cluster, certificate, logGroup },
    ...loadBalancingRenderer(loadBalancing).given(loadBalancing).objects,
    ...computeRenderer(compute).given(compute).objects,
  };
  return Object.entries(all).filter((entry): entry is [string, Located] => Construct.isConstruct(entry[1]));
}

function checkRegion(name: string, theirs: Environment, own: Environment): void {
  if (!areDifferent(theirs.region, own.region)) return;
  throw new PlanError(
    'WSPROXY_ENVIRONMENT',
    `${name} is in ${theirs.region}, but the proxy's stack in ${own.region}, and AWS lets it use nothing of the kind from another region; use one of ${own.region}`,
  );
}
