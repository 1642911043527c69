import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import {
  certificateEnvironment,
  checkCertificateArn,
  checkCertificateEnvironment,
  type Environment,
} from '../../plan/index.ts';
import { isPlain } from '../args/plain.ts';
import { atComponent, laterAtComponent, type ComponentContext } from '../errors/component-errors.ts';

/**
 * Checks a certificate that is known when the program runs, against the region of AWS's default provider as far as that is.
 *
 * @throws PlanError
 */
export function checkCertificate(place: ComponentContext, certificateArn: pulumi.Input<string> | undefined): void {
  if (certificateArn === undefined || !isPlain(certificateArn)) return;
  atComponent(place, () => {
    const region = providerOf(place) === undefined ? aws.config.region : undefined;
    checkCertificateArn('certificateArn', certificateArn, { region });
  });
}

/** A certificate's ARN, once it is known and goes with the component's provider, and with the load balancer, whose ARN has its account. */
export function certificateFor(
  place: ComponentContext,
  certificateArn: pulumi.Input<string>,
  loadBalancer: aws.lb.LoadBalancer,
): pulumi.Output<string> {
  const provider = providerOf(place);
  const region = provider instanceof aws.Provider ? provider.region : undefined;
  const ofRegion = laterAtComponent(place, pulumi.all([certificateArn, region]), ([arn, known]) =>
    checked(arn, { region: known }),
  );
  return laterAtComponent(place, pulumi.all([ofRegion, loadBalancer.arn]), ([arn, of]) => checked(arn, placeOf(of)));
}

function providerOf({ component }: ComponentContext): pulumi.ProviderResource | undefined {
  return component.getProvider('aws:lb/listener:Listener');
}

/** What is no ARN of a certificate when it is known is a mock's. */
function checked(certificateArn: string, loadBalancer: Environment): string {
  checkCertificateEnvironment(certificateEnvironment(certificateArn) ?? {}, loadBalancer);
  return certificateArn;
}

/** `arn:PARTITION:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/…`; a mock's may be anything. */
function placeOf(loadBalancerArn: string): Environment {
  const [, region, account] = /^arn:[\w-]+:elasticloadbalancing:([\w-]+):(\d+):/.exec(loadBalancerArn) ?? [];
  return { region, account };
}
