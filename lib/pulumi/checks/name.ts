import { PlanError } from '../../plan/index.ts';

/**
 * The longest component name: an IAM role's may have 64 characters, of which `-execution-role` takes 15 and Pulumi's random suffix 8.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LONGEST = 41;

/**
 * Checks that AWS takes the names that the children get from the component's: the strictest of them are an ECS cluster's and a security group's.
 *
 * @throws PlanError
 */
export function checkName(name: string): void {
  if (!/^[a-z0-9_-]+$/i.test(name)) {
    throw new PlanError(
      'WSPROXY_NAME',
      `the name '${name}' is also that of an ECS cluster, which allows letters, digits, - and _; use '${name.replaceAll(/[^a-z0-9_-]+/gi, '-')}'`,
    );
  }
  if (name.length > LONGEST) {
    throw new PlanError(
      'WSPROXY_NAME',
      `the name has ${name.length} characters, but with what is added to it for an IAM role, which allows 64, it may have ${LONGEST}; use a shorter one`,
    );
  }
  if (/^sg(-|$)/i.test(name)) {
    throw new PlanError(
      'WSPROXY_NAME',
      `the name '${name}' would give security groups names that begin with sg-, which AWS forbids; use another one`,
    );
  }
}
