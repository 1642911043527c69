import { STAND_IN_ACCOUNT } from '../../aws-environment.ts';
import type { PlaceholderIssuer } from './placeholders.ts';

/** Results that have more than texts in them, or texts that programs take apart, by function. */
const RESULTS: Readonly<Record<string, (values: Values) => object>> = {
  getAvailabilityZones: ({ region, value }) => ({
    names: ['a', 'b', 'c'].map((zone) => region + zone),
    zoneIds: ['1', '2', '3'].map((zone) => value(`zoneId${zone}`)),
  }),
  getCallerIdentity: () => ({ accountId: STAND_IN_ACCOUNT, id: STAND_IN_ACCOUNT }),
  getPartition: () => ({ partition: 'aws', dnsSuffix: 'amazonaws.com', id: 'aws' }),
  getRegion: ({ region }) => ({ region, name: region, id: region }),
  getSubnet: () => ({ cidrBlock: '10.0.0.0/24' }),
  getSubnets: ({ value }) => ({ ids: [value('subnetIds[0]'), value('subnetIds[1]')] }),
  getVpc: () => ({ cidrBlock: '10.0.0.0/16' }),
};

/** What many other functions have among their results. */
const COMMON =
  'id arn name value json domain dnsName zoneId vpcId password proxyEndpoint repositoryUrl secretString imageUri'.split(
    ' ',
  );

interface Values {
  readonly region: string;
  readonly value: (property: string) => string;
}

/** The result of a provider's function, which asks AWS where Pulumi runs the program. */
export function callFunction(
  token: string,
  inputs: Readonly<Record<string, unknown>>,
  region: string,
  placeholders: PlaceholderIssuer,
): Record<string, unknown> {
  const name = /\w*$/.exec(token)?.[0] ?? token;
  const type = token.replace(/get(?=\w*$)/, '');
  const value = (property: string): string => placeholders.value({ type, name, key: JSON.stringify(inputs) }, property);
  const common = Object.fromEntries(COMMON.map((property) => [property, value(property)]));
  return { ...common, ...RESULTS[name]?.({ region, value }), ...inputs };
}
