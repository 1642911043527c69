import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { DISCOVERY_TTL } from '../../plan/backends/discovery.ts';
import { PlanError, type BackendTarget } from '../../plan/index.ts';
import { late, shape, text, wholeNumber } from '../../plan/props/index.ts';
import type { BackendBindOptions, BoundBackend } from './bound-backend.ts';
import type { Children } from '../children/children.ts';
import { isPlain } from '../args/plain.ts';
import { connect } from '../network/security-groups.ts';

/** An ECS service as a backend. */
export interface ServiceBackendArgs {
  /** The port that its containers listen on. */
  readonly port: pulumi.Input<number>;

  /**
   * A security group of its tasks, which lets the proxy's tasks in to the port; a rule is added to it, so it must have no inline ones. Where
   * another service of the proxy has the same group and port, both as outputs, only one of the two may give it.
   *
   * @default - no rule is added
   */
  readonly securityGroupId?: pulumi.Input<string>;

  /**
   * The DNS name of the Cloud Map service that it is registered with, which must have A records:
   * ``pulumi.interpolate`${service.name}.${namespace.name}` ``.
   *
   * @default - a Cloud Map service is made, for `serviceRegistries` of the ECS service; see `WebSocketProxy.registry()`
   */
  readonly dnsName?: pulumi.Input<string>;
}

/** What the arguments take; which ports TCP has is checked with the target. */
export const SERVICE_BACKEND_ARGS = shape<ServiceBackendArgs>(
  {
    port: late(wholeNumber),
    securityGroupId: late(text('the id of a security group', "'sg-…'")),
    dnsName: late(text('a host name', "'chat.internal'")),
  },
  {
    takes: 'an object',
    wayOut: 'use { port: 8080 }',
    required: { port: 'to which requests go; give the one that its containers listen on' },
  },
);

/** The target that a service is, as far as it is known when the program runs. */
export function serviceTargetNow(
  name: string,
  { port, dnsName = 'unknown' }: ServiceBackendArgs,
): BackendTarget | undefined {
  if (!isPlain(port)) return undefined;
  return serviceTarget(name, isPlain(dnsName) ? dnsName : 'unknown', port);
}

/** The backend that an ECS service is: found by DNS, and open to the proxy. */
export function serviceBackend(name: string, args: ServiceBackendArgs, options: BackendBindOptions): BoundBackend {
  const { port, securityGroupId } = args;
  const { at, children, outbound, taskSecurityGroupIds, openedPorts } = options;
  if (args.dnsName === undefined) at(() => checkRegistryName(name, children.nameOf(name)));
  const registry = args.dnsName === undefined ? createRegistry(children, name, options.namespace()) : undefined;
  const host = args.dnsName ?? pulumi.interpolate`${registry?.name}.${options.namespace().name}`;
  return {
    target: pulumi.all([host, port]).apply(([text, number]) => at(() => serviceTarget(name, text, number))),
    rules:
      securityGroupId === undefined || !openedPorts.opensFirst(name, securityGroupId, port)
        ? []
        : connect(children, `backend-${name}`, {
            tasks: taskSecurityGroupIds,
            to: securityGroupId,
            port,
            description: 'Proxy to backend',
            outbound,
          }),
    ...(registry && { registry }),
  };
}

function serviceTarget(name: string, host: string, port: number): BackendTarget {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new PlanError(
      'WSPROXY_BACKEND_ADDRESS',
      `the port of the service '${name}' is ${port}, but TCP allows 1 to 65535; use the port that its containers listen on`,
    );
  }
  if (!/^[a-z0-9._-]+$/i.test(host)) {
    throw new PlanError(
      'WSPROXY_BACKEND_ADDRESS',
      `the dnsName of the service '${name}' is '${host}', which is no host name; use the Cloud Map service's and its namespace's: 'chat.internal'`,
    );
  }
  return { scheme: 'http', host, port: String(port), name };
}

/** A DNS name's part has 63 characters at most, of which Pulumi's random suffix takes eight. */
const LONGEST_REGISTRY = 63 - 8;

function checkRegistryName(name: string, childName: string): void {
  if (!/^[a-z0-9-]+$/i.test(name)) {
    throw new PlanError(
      'WSPROXY_BACKEND_SERVICE',
      `the service is called '${name}', but DNS allows letters, digits and hyphens; use '${name.replaceAll(/[^a-z0-9-]+/gi, '-')}'`,
    );
  }
  if (childName.length > LONGEST_REGISTRY) {
    throw new PlanError(
      'WSPROXY_BACKEND_SERVICE',
      `the name '${childName}' of its Cloud Map service has ${childName.length} characters, but DNS allows 63, with eight that Pulumi adds; use a shorter one`,
    );
  }
}

function createRegistry(
  children: Children,
  name: string,
  namespace: aws.servicediscovery.PrivateDnsNamespace,
): aws.servicediscovery.Service {
  return children.addTagged('registry', aws.servicediscovery.Service, name, {
    dnsConfig: {
      namespaceId: namespace.id,
      dnsRecords: [{ type: 'A', ttl: DISCOVERY_TTL }],
      routingPolicy: 'MULTIVALUE',
    },
    // ECS takes its tasks out when they stop, which need not be over when the stack is destroyed.
    forceDestroy: true,
    // Deprecated, but without it the provider takes the block for absent, and ECS could not report a task's health.
    healthCheckCustomConfig: { failureThreshold: 1 },
  });
}

/** A VPC can't have two zones of one name, so this is the proxy's own. */
export function createNamespace(
  children: Children,
  vpcId: pulumi.Input<string>,
): aws.servicediscovery.PrivateDnsNamespace {
  const labels = [children.place.name, pulumi.getStack(), pulumi.getProject()].map(dnsLabel);
  return children.addTagged('namespace', aws.servicediscovery.PrivateDnsNamespace, 'namespace', {
    vpc: vpcId,
    name: `${labels.join('.')}.internal`,
  });
}

function dnsLabel(text: string): string {
  const label = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, '');
  return label === '' ? 'x' : label;
}
