/** What all entries of the package have: a configuration's types, and the errors that the library throws. */
export type * from '../../proxy-runtime/config/types.ts';
export { ConfigError } from '../../proxy-runtime/config/index.ts';
export type { ErrorCode } from './errors/error-codes.ts';
export { PlanError } from './errors/plan-error.ts';
