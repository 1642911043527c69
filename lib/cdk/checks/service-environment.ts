import { Stage } from 'aws-cdk-lib';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { Construct, IConstruct } from 'constructs';
import { PlanError } from '../../plan/index.ts';
import { environmentOf } from '../tokens/environment.ts';

/**
 * Checks that the proxy can find a service by Cloud Map, and be let in by its security groups.
 *
 * @throws PlanError
 */
export function checkServiceEnvironment(scope: Construct, service: IBaseService): void {
  const name = `the service ${service.node.path}`;
  checkStage(name, service, scope);
  const [theirs, own] = [environmentOf(service), environmentOf(scope)];
  const difference = areDifferent(theirs.region, own.region)
    ? `in ${theirs.region}, but the proxy in ${own.region}`
    : areDifferent(theirs.account, own.account)
      ? `of the account ${theirs.account}, but the proxy of ${own.account}`
      : undefined;
  if (difference === undefined) return;
  throw new PlanError(
    'WSPROXY_ENVIRONMENT',
    `${name} is ${difference}, and neither Cloud Map's names nor rules between security groups can be made across; use Backend.url() with an address that is reached from the proxy's VPC`,
  );
}

/** @throws PlanError for what is made in another stage */
export function checkStage(name: string, given: IConstruct, scope: Construct): void {
  const [theirs, own] = [Stage.of(given), Stage.of(scope)];
  if (theirs === own) return;
  const place = theirs?.node.path ?? '';
  throw new PlanError(
    'WSPROXY_ENVIRONMENT',
    `${name} is made in ${place === '' ? 'the app itself' : `the stage ${place}`}, but the proxy in another stage, and CDK lets a stage refer to nothing outside of it; make it in the proxy's stage, or import it there`,
  );
}

/** Whether two regions or accounts are known, and not the same. */
export function areDifferent(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
