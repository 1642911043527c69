import { Stack, Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import { refusal } from './at-construct.ts';

/**
 * Checks that a certificate is in the region of the load balancer, as far as that is known: the one that CloudFront needs often isn't.
 *
 * @throws PlanError
 */
export function checkCertificate(scope: Construct, { certificateArn }: ICertificate): void {
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(certificateArn) || Token.isUnresolved(region)) return;
  // arn:PARTITION:acm:REGION:ACCOUNT:certificate/ID
  const [, , service, itsRegion] = certificateArn.split(':');
  if (service !== 'acm' || itsRegion === region) return;
  throw refusal(
    scope,
    `certificate is in ${itsRegion ?? '?'}, but a load balancer takes one of its own region only, ${region}; have one issued there`,
  );
}
