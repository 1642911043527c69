import { DEFAULT_REGION, environmentRegion, isSet, STAND_IN_ACCOUNT } from '../aws-environment.ts';
import type { JsonObject } from '../deployed/json.ts';

/** The account and region of an app's stacks whose `env` is the command line's. */
export interface DefaultEnvironment {
  readonly CDK_DEFAULT_ACCOUNT: string;
  readonly CDK_DEFAULT_REGION: string;
}

/**
 * What the CDK CLI asks AWS for: here it is what the environment says, else where the app's lookups were made, so that what
 * cdk.context.json has of them is found, else a stand-in.
 *
 * @param context - the app's, with cdk.context.json
 */
export function defaultEnvironment(
  context: JsonObject,
  environment: NodeJS.ProcessEnv = process.env,
): DefaultEnvironment {
  const account = [environment['CDK_DEFAULT_ACCOUNT']].find(isSet);
  const region = [environment['CDK_DEFAULT_REGION'], environmentRegion(environment)].find(isSet);
  const lookups = Object.keys(context)
    .map(lookedUpIn)
    .filter((lookup) => lookup !== undefined)
    .filter((lookup) => lookup.account === (account ?? lookup.account) && lookup.region === (region ?? lookup.region));
  return {
    CDK_DEFAULT_ACCOUNT: account ?? onlyOne(lookups.map((lookup) => lookup.account)) ?? STAND_IN_ACCOUNT,
    CDK_DEFAULT_REGION: region ?? onlyOne(lookups.map((lookup) => lookup.region)) ?? DEFAULT_REGION,
  };
}

/** Keys are like `vpc-provider:account=123456789012:filter.isDefault=true:region=eu-central-1`; a colon in a value is written `$:`. */
function lookedUpIn(key: string): { readonly account: string; readonly region: string } | undefined {
  const [, account] = /(?<!\$):account=(\d{12})(?=:|$)/.exec(key) ?? [];
  const [, region] = /(?<!\$):region=([a-z\d-]+)(?=:|$)/.exec(key) ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}

function onlyOne(values: readonly string[]): string | undefined {
  const [only, ...others] = new Set(values);
  return others.length === 0 ? only : undefined;
}
