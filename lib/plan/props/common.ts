import type { BackendDirectives } from '../backends/backend-target.ts';
import type { Capacity } from '../compute/capacity.ts';
import { recordOf, shape } from './collections.ts';
import { isPlainObject } from './described.ts';
import { early, type Kind, late, refused } from './kind.ts';
import { oneOf, text, wholeNumberFrom } from './scalars.ts';

/** Kinds that both front ends have. */

const numbersFollow = early('other numbers follow from it');

export const capacity: Kind<Capacity> = {
  ...shape<Capacity>(
    {
      tunnels: { ...wholeNumberFrom(1), readLate: numbersFollow },
      messagesPerSecond: { ...wholeNumberFrom(0), readLate: numbersFollow },
      opensPerSecond: { ...wholeNumberFrom(0), readLate: numbersFollow },
    },
    {
      takes: 'an object',
      wayOut: 'use { tunnels: 10_000 }',
      required: { tunnels: 'by which a proxy is sized; give the number of WebSockets that are open at a time' },
    },
  ),
  readLate: numbersFollow,
};

/** How to say what the configuration is. */
export function nginxConfWayOut(value: unknown): string {
  const isText = typeof value === 'string' && /[{;\n]/.test(value);
  const isFile = typeof value === 'string' && !isText;
  return isFile ? `use NginxConf.fromFile('${value}')` : 'use NginxConf.fromText(text)';
}

/** What a backend's location says besides; which of nginx's directives there are, and what they take, is checked with the location. */
export const directives: Kind<BackendDirectives> = {
  takes: "an object of nginx's directives",
  read: (value, place) => {
    if (isPlainObject(value)) return value;
    throw refused(value, directives, place, "use { proxyReadTimeout: '30s' }");
  },
};

/** Of which form it is, and where the certificate, is checked with the load balancer. */
export const certificateArn = text('the ARN of a certificate', "'arn:aws:acm:…:certificate/…'");

/**
 * AWS adds policies, so there is no list of them here.
 *
 * @param example - how a front end's user writes one
 */
export function sslPolicy(example: string): Kind<string> {
  return text('the name of a security policy', example, /^ELBSecurityPolicy-/);
}

export const ipAddressType = oneOf('an Application Load Balancer', [
  'ipv4',
  'dualstack',
  'dualstack-without-public-ipv4',
]);

export const cpuArchitecture = oneOf('Fargate', ['X86_64', 'ARM64']);

const RETENTION_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
] as const;

/**
 * How many days CloudWatch Logs keeps lines.
 *
 * @param forever - what a front end's own library has for that
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export function logRetention(forever: number): Kind<number> {
  return oneOf('CloudWatch Logs', [...RETENTION_DAYS, forever]);
}

/** Backends by location. */
export function backendsOf<B, C>(backend: Kind<B, C>): Kind<Record<string, B>, C> {
  return recordOf(backend, 'an object of Backends by location', "{ '/': Backend.url('http://host:port') }");
}

/** How to say where the image comes from; `built` is the front end's factory for one that is built. */
export function imageWayOut(built: string): string {
  return `use RuntimeImage.fromRegistry() or RuntimeImage.fromEcrRepository() with a copy of the proxy's own image, RuntimeImage.onNodeImage(), the default, or RuntimeImage.${built}()`;
}

export const imageUri = late(text("an image's name", "'REGISTRY/NAME:TAG'"));

export const imageTag = late(text('a tag or digest', "'latest' or 'sha256:…'"));

export const imageDigest = late(
  text("an image's digest", "'sha256:' and 64 hexadecimal digits", /^sha256:[0-9a-f]{64}$/),
);

export const url = late(text('the text of a URL', "'http://host:port'"));
