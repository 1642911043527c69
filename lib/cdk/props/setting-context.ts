import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SettingContext } from '../../plan/props/index.ts';

/** Where a value stands that a construct is given. */
export function placeOf(setting: string): SettingContext;
export function placeOf<C>(setting: string, context: C): SettingContext<C>;
export function placeOf(setting: string, context?: unknown): SettingContext {
  return { setting, context, isLate, late: 'known to the deployment only' };
}

/** A stack has the method by which CDK knows a token. */
function isLate(value: unknown): boolean {
  return Token.isUnresolved(value) && !Construct.isConstruct(value);
}
