import { PlanError } from '../errors/plan-error.ts';

/** Where something is deployed, as far as that is known. */
export interface Environment {
  readonly region?: string | undefined;
  readonly account?: string | undefined;
}

/** What an ARN of a certificate says: `arn:PARTITION:acm:REGION:ACCOUNT:certificate/ID`; IAM's server certificates are of no region. */
const ARN =
  /^arn:[\w-]+:(?:acm:(?<region>[\w-]+):(?<account>\w*):certificate|iam::(?<owner>\w*):server-certificate)\/.+$/;

/** Where the certificate of an ARN is; undefined for what is no such ARN. */
export function certificateEnvironment(arn: string): Environment | undefined {
  const { region, account, owner } = ARN.exec(arn)?.groups ?? {};
  if (region === undefined && owner === undefined) return undefined;
  return { region, account: account ?? owner };
}

/**
 * Checks that an ARN is that of a certificate which a load balancer takes.
 *
 * @throws PlanError
 */
export function checkCertificateArn(setting: string, arn: string, loadBalancer: Environment): void {
  const place = certificateEnvironment(arn);
  if (place === undefined) {
    throw new PlanError(
      'WSPROXY_CERTIFICATE',
      `${setting} is '${arn}', but a load balancer takes the ARN of a certificate in ACM or IAM; give one like 'arn:aws:acm:${loadBalancer.region ?? 'REGION'}:ACCOUNT:certificate/ID'`,
    );
  }
  checkCertificateEnvironment(place, loadBalancer);
}

/**
 * Checks that a certificate is where a load balancer is, as far as both are known: the one that CloudFront needs often isn't.
 *
 * @throws PlanError
 */
export function checkCertificateEnvironment(certificate: Environment, loadBalancer: Environment): void {
  if (differ(certificate.region, loadBalancer.region)) {
    throw new PlanError(
      'WSPROXY_CERTIFICATE',
      `certificate is in ${certificate.region}, but a load balancer takes one of its own region only, ${loadBalancer.region}; have one issued there`,
    );
  }
  if (differ(certificate.account, loadBalancer.account)) {
    throw new PlanError(
      'WSPROXY_CERTIFICATE',
      `certificate is of the account ${certificate.account}, but a load balancer takes one of its own account only, ${loadBalancer.account}; have one issued there`,
    );
  }
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one !== '' && other !== undefined && other !== '' && one !== other;
}
