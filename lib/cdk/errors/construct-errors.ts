import type { IConstruct } from 'constructs';
import { PlanError, type ErrorCode } from '../../plan/index.ts';

/** The error for props that can't be, with the construct's path in front. */
export function refusal(construct: IConstruct, code: ErrorCode, message: string): PlanError {
  return new PlanError(code, message).at(construct.node.path);
}

/** The message of an error of CDK, as it may stand in one of ours: in one line, without a full stop. */
export function reasonOf(error: unknown): string {
  return (error as Error).message.replaceAll(/\s*\n\s*/g, '; ').replace(/\.$/, '');
}
