import * as cdk from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';

/** What CDK's own decorator does for its constructs: the nearest property injector for `uniqueId` may change the props. */
export function injectProps<P extends object>(uniqueId: string, scope: Construct, id: string, props: P): P {
  const injector = scope.node.scopes
    .toReversed()
    .map((ancestor) => findInjectors(ancestor)?.for(uniqueId))
    .find((candidate) => candidate !== undefined);
  return injector ? (injector.inject(props, { scope, id }) as P) : props;
}

function findInjectors(scope: IConstruct): cdk.PropertyInjectors | undefined {
  // Not in older versions, with which no app has any: 2.180 is one
  const { PropertyInjectors } = cdk as Partial<Pick<typeof cdk, 'PropertyInjectors'>>;
  return PropertyInjectors?.hasPropertyInjectors(scope) === true ? PropertyInjectors.of(scope) : undefined;
}
