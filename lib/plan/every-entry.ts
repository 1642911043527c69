/** What all entries of the package have: a configuration's types, and the errors that the library throws. */
export type * from '../../proxy-runtime/config/types.ts';
export { ConfigError } from '../../proxy-runtime/config/index.ts';
export type { ErrorCode } from './errors.ts';
export { PlanError } from './plan-error.ts';
