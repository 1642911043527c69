import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Place } from '../../plan/props/index.ts';

/** Where a value stands that a construct is given. */
export function placeOf(setting: string): Place;
export function placeOf<C>(setting: string, context: C): Place<C>;
export function placeOf(setting: string, context?: unknown): Place {
  return { setting, context, isLate, late: 'known to the deployment only' };
}

/** A stack has the method by which CDK knows a token. */
function isLate(value: unknown): boolean {
  return Token.isUnresolved(value) && !Construct.isConstruct(value);
}
