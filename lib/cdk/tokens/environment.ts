import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Environment } from '../../plan/index.ts';

/** The account and the region that a construct is deployed to, as far as they are known. */
export function environmentOf(construct: IConstruct): Environment {
  const { account, region } = Stack.of(construct);
  return known({ account, region });
}

/** Without what only the deployment knows. */
export function known({ account, region }: { readonly account: string; readonly region: string }): Environment {
  return {
    account: Token.isUnresolved(account) ? undefined : account,
    region: Token.isUnresolved(region) ? undefined : region,
  };
}

/** The resource of this app that a text is an attribute of: an import may stand between. */
export function resourceOf(attribute: string): CfnResource | undefined {
  const [token] = Tokenization.reverseString(attribute).tokens;
  if (!Reference.isReference(token) || !CfnResource.isCfnResource(token.target)) return undefined;
  return token.target;
}
