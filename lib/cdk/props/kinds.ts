import { Duration } from 'aws-cdk-lib';
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { PlanError, type ParsedNginxConf } from '../../plan/index.ts';
import {
  anyText,
  client,
  type Client,
  common,
  flag,
  having,
  type Kind,
  listOf,
  marked,
  milliseconds,
  type SettingContext,
  read,
  refused,
  shape,
} from '../../plan/props/index.ts';
import { Backend } from '../backends/backend.ts';
import type { NginxConf } from '../configuration/nginx-conf.ts';
import { isPendingLookup } from '../tokens/tokens.ts';

/**
 * What CDK's own classes are, by members instead of `instanceof`: an app may have several copies of them, and its tests stand-ins. A text
 * that is meant to be one of them is made one, for JavaScript and for values from a configuration.
 */

/** A time. */
export const duration: Kind<Duration> = {
  takes: 'a Duration',
  read: (value, place) => {
    if (isDuration(value)) return value;
    const time = typeof value === 'string' ? milliseconds(value) : undefined;
    if (time !== undefined) return Duration.millis(time);
    const meant = typeof value === 'number' && value >= 0 ? `seconds(${value})` : "minutes(15) or '15m'";
    throw refused(value, duration, place, `use Duration.${meant}`);
  },
  readLate: (_, { setting, late }) => {
    throw new PlanError(
      'WSPROXY_KNOWN_LATE',
      `${setting} is ${late}, but takes a Duration; make it one with Duration.seconds()`,
    );
  },
};

function isDuration(value: unknown): value is Duration {
  return typeof value === 'object' && value !== null && 'toSeconds' in value && 'isUnresolved' in value;
}

/** A certificate, or its ARN. */
export const certificate: Kind<ICertificate, Construct> = {
  takes: 'a certificate',
  read: (value, place) => {
    if (typeof value === 'object' && value !== null && 'certificateArn' in value) return value as ICertificate;
    if (typeof value === 'string' && (value.startsWith('arn:') || isPendingLookup(value))) {
      return importCertificate(value, place);
    }
    const wayOut = Array.isArray(value)
      ? 'give one, and add others with listener.addCertificates()'
      : "use Certificate.fromCertificateArn(this, 'Certificate', 'arn:…')";
    throw refused(value, certificate, place, wayOut);
  },
  readLate: (value, place) => importCertificate(read(anyText, value, { ...place, isLate: () => false }), place),
};

function importCertificate(arn: string, { context }: SettingContext<Construct>): ICertificate {
  return Certificate.fromCertificateArn(context, 'Certificate', arn);
}

const PEERS: Readonly<Record<Client['type'], (text: string) => ec2.IPeer>> = {
  ipv4: (text) => ec2.Peer.ipv4(text),
  ipv6: (text) => ec2.Peer.ipv6(text),
  prefixList: (text) => ec2.Peer.prefixList(text),
  securityGroup: (text) => ec2.Peer.securityGroupId(text),
};

/** Who may connect to the load balancer. */
export const peer: Kind<ec2.IPeer> = {
  takes: 'a Peer',
  read: (value, place) => {
    if (typeof value === 'object' && value !== null) {
      if ('toIngressRuleConfig' in value) return value as ec2.IPeer;
      throw refused(value, peer, place, "use Peer.ipv4('192.0.2.0/24'), or a security group");
    }
    return peerOf(client.read(value, place), place);
  },
  readLate: (_, { setting, late }) => {
    throw new PlanError(
      'WSPROXY_KNOWN_LATE',
      `${setting} is ${late}, and so is what it is; make it a peer with Peer.ipv4(), Peer.ipv6() or Peer.prefixList()`,
    );
  },
};

function peerOf({ type, text }: Client, place: SettingContext): ec2.IPeer {
  try {
    return PEERS[type](text);
  } catch {
    // CDK looks at them more closely.
    throw refused(text, client, place, 'use Peer.ipv4(), Peer.ipv6(), Peer.prefixList() or a security group');
  }
}

export const securityGroup = having<ec2.ISecurityGroup>(
  'a security group',
  ['securityGroupId', 'addIngressRule'],
  "use SecurityGroup.fromSecurityGroupId(this, 'Group', 'sg-…')",
);

export const cpuArchitecture: Kind<ecs.CpuArchitecture> = {
  takes: 'a CpuArchitecture',
  read: (value, place) => {
    const name = isArchitecture(value) ? value._cpuArchitecture : value;
    // Not its own `read`: what CpuArchitecture.of() is given may be a token.
    return ecs.CpuArchitecture[read(common.cpuArchitecture, name, place)];
  },
};

function isArchitecture(value: unknown): value is ecs.CpuArchitecture {
  return typeof value === 'object' && value !== null && '_cpuArchitecture' in value;
}

const SUBNET_TYPES = 'use SubnetType.PUBLIC, SubnetType.PRIVATE_WITH_EGRESS or SubnetType.PRIVATE_ISOLATED';

const subnetType: Kind<ec2.SubnetType> = {
  takes: 'a SubnetType',
  read: (value, place) => {
    const known = Object.values(ec2.SubnetType).find((type) => type === value);
    if (known !== undefined) return known;
    throw refused(value, subnetType, place, SUBNET_TYPES);
  },
};

const subnetSelectionShape: Kind<ec2.SubnetSelection> = shape<ec2.SubnetSelection>(
  {
    subnetType,
    availabilityZones: listOf(anyText),
    onePerAz: flag,
    subnetFilters: listOf(having<ec2.SubnetFilter>('a SubnetFilter', ['selectSubnets'], 'use SubnetFilter.byIds()')),
    subnetGroupName: anyText,
    subnets: listOf(
      having<ec2.ISubnet>('a subnet', ['subnetId'], "use Subnet.fromSubnetId(this, 'Subnet', 'subnet-…')"),
    ),
  },
  { takes: 'a SubnetSelection', wayOut: 'use { subnetType: SubnetType.PUBLIC }' },
);

/** Which subnets of a VPC; what `vpc.selectSubnets()` returns has more members than that. */
export const subnetSelection: Kind<ec2.SubnetSelection> = {
  ...subnetSelectionShape,
  read: (value, place) => {
    if (Array.isArray(value)) throw refused(value, subnetSelectionShape, place, 'use { subnets: […] }');
    if (typeof value === 'object' && value !== null && 'internetConnectivityEstablished' in value) {
      return value as ec2.SubnetSelection;
    }
    return subnetSelectionShape.read(value, place);
  },
};

const backendObject = marked<Backend>('cdk.Backend', (value) =>
  typeof value === 'object' && value !== null && 'taskDefinition' in value
    ? 'use Backend.service() with it and a port'
    : 'use Backend.service() or Backend.url()',
);

/** A backend, or its URL. */
export const backend: Kind<Backend> = {
  ...backendObject,
  read: (value, place) => (typeof value === 'string' ? Backend.url(value) : backendObject.read(value, place)),
  readLate: (value, place) => backend.read(value, place),
};

const nginxConfObject = marked<NginxConf>('cdk.NginxConf', common.nginxConfWayOut);

/** An nginx.conf as data. */
export const nginxConf: Kind<ParsedNginxConf> = {
  takes: nginxConfObject.takes,
  read: (value, place) => nginxConfObject.read(value, place)._bind(),
};
