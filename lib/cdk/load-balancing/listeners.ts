import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ListenerPlan } from '../../plan/index.ts';
import type { LoadBalancingContext, LoadBalancingParts } from './renderer.ts';

/** Adds the listener for clients, and with a certificate the one that redirects to it. */
export function addListeners(
  loadBalancer: elbv2.ApplicationLoadBalancer,
  targetGroup: elbv2.ApplicationTargetGroup,
  { certificate, plan: { listener, redirectListener } }: LoadBalancingContext,
  given: elbv2.SslPolicy | undefined,
): Pick<LoadBalancingParts, 'listener' | 'redirectListener'> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are AWS's names, as the plan's is
  const sslPolicy: elbv2.SslPolicy | undefined = given ?? (listener.sslPolicy as elbv2.SslPolicy | undefined);
  const forwarding = loadBalancer.addListener(listenerId(listener), {
    protocol: elbv2.ApplicationProtocol[listener.protocol],
    port: listener.port,
    defaultTargetGroups: [targetGroup],
    open: false,
    certificates: certificate && [certificate],
    sslPolicy,
  });
  if (redirectListener === undefined) return { listener: forwarding };
  return {
    listener: forwarding,
    redirectListener: loadBalancer.addListener(listenerId(redirectListener), {
      protocol: elbv2.ApplicationProtocol[redirectListener.protocol],
      port: redirectListener.port,
      defaultAction: elbv2.ListenerAction.redirect({
        protocol: listener.protocol,
        port: `${listener.port}`,
        permanent: true,
      }),
      open: false,
    }),
  };
}

/** By port, so that a certificate that is added or taken away leaves the listener of port 80 where it is. */
function listenerId({ protocol }: ListenerPlan): string {
  return protocol === 'HTTPS' ? 'HttpsListener' : 'HttpListener';
}
