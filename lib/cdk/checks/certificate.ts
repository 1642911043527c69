import { Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import { checkCertificateArn, checkCertificateEnvironment } from '../../plan/index.ts';
import { environmentOf, resourceOf } from '../tokens/environment.ts';
import { isPendingLookup } from '../tokens/tokens.ts';

/**
 * Checks that a certificate is one that the load balancer takes, as far as that is known.
 *
 * @throws PlanError
 */
export function checkCertificate(scope: Construct, certificate: ICertificate): void {
  const loadBalancer = environmentOf(scope);
  const { certificateArn } = certificate;
  if (isPendingLookup(certificateArn)) return;
  if (!Token.isUnresolved(certificateArn)) {
    checkCertificateArn('certificate', certificateArn, loadBalancer);
    return;
  }
  const resource = resourceOf(certificateArn);
  if (resource === undefined) return;
  const issued = issuedIn(certificate);
  checkCertificateEnvironment(
    { ...environmentOf(resource), ...(issued !== undefined && { region: issued }) },
    loadBalancer,
  );
}

/** `DnsValidatedCertificate`, which is deprecated but in use, has its certificate issued in a region that it keeps to itself. */
function issuedIn(certificate: object): string | undefined {
  const region: unknown = 'region' in certificate ? certificate.region : undefined;
  return typeof region === 'string' && !Token.isUnresolved(region) ? region : undefined;
}
