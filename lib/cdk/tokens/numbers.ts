import { Token } from 'aws-cdk-lib';
import { UnknownNumber, type MaybeKnown } from '../../plan/index.ts';

/** A number of the props as the plan takes it: a token, which CDK has as a number that means nothing, is not known. */
export function maybeKnown(value: number | undefined): MaybeKnown | undefined {
  return Token.isUnresolved(value) ? new UnknownNumber(value) : value;
}
