import { Duration, Names, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as cloudmap from 'aws-cdk-lib/aws-servicediscovery';
import type { Construct } from 'constructs';
import { DISCOVERY_TTL } from '../../plan/backends/discovery.ts';
import { PlanError, type BackendTarget } from '../../plan/index.ts';
import type { BackendBindOptions } from './bind-options.ts';
import { checkServiceEnvironment } from '../checks/service-environment.ts';
import { allowTasks } from '../network/security-groups.ts';
import { areDifferentVpcs, vpcName } from '../network/vpcs.ts';
import { addWarning } from '../errors/annotations.ts';

/** The target that an ECS service is; makes it discoverable and lets the proxy in. */
export function serviceTarget(service: ecs.IBaseService, port: number, options: BackendBindOptions): BackendTarget {
  if (!isOwnService(service)) {
    throw new PlanError(
      'WSPROXY_BACKEND_SERVICE',
      `the service ${service.node.path} is imported, so where its tasks are is not known here; use Backend.url() with its DNS name`,
    );
  }
  checkServiceEnvironment(options.scope, service);
  checkController(service);
  checkNetworkMode(service);
  checkPort(service, port);
  if (areDifferentVpcs(service.cluster.vpc, options.vpc)) warnOfOtherVpc(options.scope, service);
  const host = dnsName(service.cloudMapService ?? enableCloudMap(service, options), service);
  allowTasks(options.scope, options.tasks, service, port);
  return { scheme: 'http', host, port: text(port), name: service.node.id };
}

/** Warns of a service that only a route between two VPCs leads to, which is not seen here. */
function warnOfOtherVpc(scope: Construct, { node, cluster }: ecs.BaseService): void {
  addWarning(
    scope,
    'backendInOtherVpc',
    `the service ${node.path} is in another VPC, ${vpcName(cluster.vpc)}, so the proxy reaches it only by a peering or a transit gateway, and finds it only if the Cloud Map namespace's hosted zone is associated with the proxy's VPC; use a service in the proxy's VPC, or acknowledge this`,
  );
}

function isOwnService(service: ecs.IBaseService): service is ecs.BaseService {
  return 'taskDefinition' in service && 'enableCloudMap' in service;
}

/** With the controller EXTERNAL, task sets made by other means say which tasks there are, and a service can't be registered with Cloud Map. */
function checkController(service: ecs.BaseService): void {
  const resource = service.node.defaultChild as ecs.CfnService | undefined;
  const controller = Stack.of(service).resolve(resource?.deploymentController) as
    { readonly type?: string } | undefined;
  if (controller?.type !== ecs.DeploymentControllerType.EXTERNAL) return;
  throw new PlanError(
    'WSPROXY_BACKEND_SERVICE',
    `the service ${service.node.path} has the deployment controller EXTERNAL, so where its tasks are is not known here; use Backend.url() with the DNS name of its task sets`,
  );
}

function checkNetworkMode({ node, taskDefinition }: ecs.BaseService): void {
  if (taskDefinition.networkMode === ecs.NetworkMode.AWS_VPC) return;
  throw new PlanError(
    'WSPROXY_BACKEND_SERVICE',
    `the service ${node.path} has the network mode ${taskDefinition.networkMode}, but only awsvpc gives its tasks addresses; use awsvpc, or Backend.url() with the address of a load balancer`,
  );
}

function checkPort({ node, taskDefinition }: ecs.BaseService, port: number): void {
  if (Token.isUnresolved(port)) return;
  const mappings = taskDefinition.node.children.filter(isContainer).flatMap(({ portMappings }) => portMappings);
  if (mappings.some((mapping) => maps(mapping, port))) return;
  const mapped = mappings.map(({ containerPort, containerPortRange }) => containerPortRange ?? containerPort);
  throw new PlanError(
    'WSPROXY_BACKEND_SERVICE',
    `no container of the service ${node.path} maps the TCP port ${port} (mapped: ${mapped.join(', ') || 'none'}); add { containerPort: ${port} } to its portMappings`,
  );
}

function isContainer(child: object): child is ecs.ContainerDefinition {
  return 'portMappings' in child;
}

function maps({ containerPort, containerPortRange, protocol }: ecs.PortMapping, port: number): boolean {
  const [first = containerPort, last = first] = containerPortRange?.split('-').map(Number) ?? [];
  return protocol !== ecs.Protocol.UDP && port >= first && port <= last;
}

function enableCloudMap(service: ecs.BaseService, { scope, vpc }: BackendBindOptions): cloudmap.IService {
  const clusterNamespace = service.cluster.defaultCloudMapNamespace;
  const hasDns = clusterNamespace !== undefined && clusterNamespace.type !== cloudmap.NamespaceType.HTTP;
  if (!hasDns && Stack.of(service) !== Stack.of(scope)) {
    throw new PlanError(
      'WSPROXY_BACKEND_SERVICE',
      `the service ${service.node.path} is in another stack and has no Cloud Map service; give it cloudMapOptions there, or its cluster a default namespace with DNS`,
    );
  }
  return service.enableCloudMap({
    cloudMapNamespace: hasDns ? clusterNamespace : ownNamespace(scope, vpc),
    dnsRecordType: cloudmap.DnsRecordType.A,
    dnsTtl: Duration.seconds(DISCOVERY_TTL),
  });
}

function ownNamespace(scope: Construct, vpc: ec2.IVpc): cloudmap.INamespace {
  const id = 'Namespace';
  const existing = scope.node.tryFindChild(id) as cloudmap.PrivateDnsNamespace | undefined;
  return existing ?? new cloudmap.PrivateDnsNamespace(scope, id, { vpc, name: namespaceName(scope) });
}

/** A VPC can't have two zones of one name, so this is the proxy's own. */
function namespaceName(scope: Construct): string {
  return `${Names.uniqueResourceName(scope, { maxLength: 63, separator: '-' }).toLowerCase()}.internal`;
}

function dnsName(service: cloudmap.IService, { node }: ecs.BaseService): string {
  const { dnsRecordType, namespace, serviceName } = service;
  const hasAddresses = dnsRecordType === cloudmap.DnsRecordType.A || dnsRecordType === cloudmap.DnsRecordType.A_AAAA;
  if (namespace.type !== cloudmap.NamespaceType.HTTP && hasAddresses)
    return `${serviceName}.${namespace.namespaceName}`;
  throw new PlanError(
    'WSPROXY_BACKEND_SERVICE',
    `the Cloud Map service of ${node.path} has no A records; give the service cloudMapOptions with dnsRecordType A in a DNS namespace`,
  );
}

function text(port: number): string {
  return Token.isUnresolved(port) ? Tokenization.stringifyNumber(port) : String(port);
}
