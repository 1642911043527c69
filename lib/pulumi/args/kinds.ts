import * as pulumi from '@pulumi/pulumi';
import type { Time } from '../../../proxy-runtime/config/index.ts';
import {
  client,
  common,
  type Kind,
  late,
  listOf,
  marked,
  refused,
  text as plainText,
  time as plainTime,
} from '../../plan/props/index.ts';
import type { ParsedNginxConf } from '../../plan/index.ts';
import { Backend } from '../backends/backend.ts';
import type { NginxConf } from '../configuration/nginx-conf.ts';

/**
 * What AWS knows by an id or ARN.
 *
 * @param output - the resource's output that it is: `id`
 */
export function reference(takes: string, example: string, output: 'id' | 'arn' = 'id'): Kind<pulumi.Input<string>> {
  const kind = plainText(takes, example);
  return late({
    ...kind,
    read: (value, place) => {
      if (pulumi.Resource.isInstance(value)) throw refused(value, kind, place, `use its ${output}`);
      return kind.read(value, place);
    },
  });
}

/** A list, or some items of it, may be known to the deployment only. */
export function references(takes: string, example: string): Kind<pulumi.Input<pulumi.Input<string>[]>> {
  return late<pulumi.Input<pulumi.Input<string>[]>, unknown>(listOf(reference(takes, example)));
}

export const subnetIds = references('the id of a subnet', "'subnet-…'");

export const securityGroupId = reference('the id of a security group', "'sg-…'");

export const time: Kind<pulumi.Input<Time>> = late<pulumi.Input<Time>, unknown>(plainTime);

/** Who may connect to the load balancer. */
export const clientText: Kind<pulumi.Input<string>> = late<pulumi.Input<string>, unknown>({
  takes: client.takes,
  read: (value, place) => {
    if (pulumi.Resource.isInstance(value)) throw refused(value, client, place, 'use its id');
    return client.read(value, place).text;
  },
});

const backendObject = marked<Backend>('pulumi.Backend', 'use Backend.service() or Backend.url()');

/** A backend, or its URL. */
export const backend: Kind<Backend> = {
  ...backendObject,
  read: (value, place) => (typeof value === 'string' ? Backend.url(value) : backendObject.read(value, place)),
  readLate: (value) => Backend.url(value as pulumi.Output<string>),
};

const nginxConfObject = marked<NginxConf>('pulumi.NginxConf', common.nginxConfWayOut);

/** An nginx.conf as data. */
export const nginxConf: Kind<pulumi.Input<ParsedNginxConf>> = {
  takes: nginxConfObject.takes,
  read: (value, place) => nginxConfObject.read(value, place)._bind(),
};
