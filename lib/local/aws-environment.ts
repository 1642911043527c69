/** Stands in for an account where nothing says which one is deployed to. */
export const STAND_IN_ACCOUNT = '000000000000';

/** Where resources are created if nothing says so. */
export const DEFAULT_REGION = 'us-east-1';

/** The region that the environment names, by the variables of AWS's SDKs. */
export function environmentRegion({ AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv): string | undefined {
  return [AWS_REGION, AWS_DEFAULT_REGION].find(isSet);
}

/** A variable that is set to nothing says nothing. */
export function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
