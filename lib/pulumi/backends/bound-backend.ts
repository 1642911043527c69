import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { BackendTarget } from '../../plan/index.ts';
import type { Children } from '../children/children.ts';
import type { BackendDirectives } from './directives.ts';
import type { OpenedPorts } from './opened-ports.ts';
import type { Rule } from '../network/security-groups.ts';

/** What a backend may use of the proxy that it is given to. */
export interface BackendBindOptions {
  readonly children: Children;
  /** Runs what may find the backend wrong, now or later, with the place in front of the error. */
  readonly at: <T>(plan: () => T) => T;
  /** The security groups of the proxy's tasks. */
  readonly taskSecurityGroupIds: readonly pulumi.Input<string>[];
  /** Whether these need rules for what goes out. */
  readonly outbound: boolean;
  /** What services before have opened. */
  readonly openedPorts: OpenedPorts;
  /** The private DNS namespace of the proxy, made for the first backend that asks for it. */
  readonly namespace: () => aws.servicediscovery.PrivateDnsNamespace;
}

/** A backend as it was given, before a proxy has it. */
export interface GivenBackend {
  /** What a service is called. @default - none for what has a URL */
  readonly name?: string;
  /** nginx's directives for its locations. */
  readonly directives: BackendDirectives;
  /**
   * What is known of it when the program runs; called by each proxy that the backend is given to, before it makes anything.
   *
   * @throws PlanError
   */
  readonly targetNow: () => BackendTarget | undefined;
  /** Called once by each proxy that the backend is given to. */
  readonly bind: (options: BackendBindOptions) => BoundBackend;
}

/** A backend as a proxy has it. */
export interface BoundBackend {
  readonly target: pulumi.Output<BackendTarget>;
  readonly rules: readonly Rule[];
  /** The Cloud Map service made for it. */
  readonly registry?: aws.servicediscovery.Service;
}
