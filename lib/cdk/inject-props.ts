import { PropertyInjectors } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** What CDK's own decorator does for its constructs: the nearest property injector for `uniqueId` may change the props. */
export function injectProps<P extends object>(uniqueId: string, scope: Construct, id: string, props: P): P {
  const injector = scope.node.scopes
    .toReversed()
    .filter((ancestor) => PropertyInjectors.hasPropertyInjectors(ancestor))
    .map((ancestor) => PropertyInjectors.of(ancestor).for(uniqueId))
    .find((candidate) => candidate !== undefined);
  return injector ? (injector.inject(props, { scope, id }) as P) : props;
}
