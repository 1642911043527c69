import { bootProgram } from './runtime-bundle.ts';

/** The Node that the proxy server is tested and measured on, and runs on once deployed. */
export const NODE_VERSION = '26.10.0';

const NODE_REPOSITORY = 'public.ecr.aws/docker/library/node';

/** A public image with Node, for both architectures. */
export const NODE_IMAGE = `${NODE_REPOSITORY}:${NODE_VERSION}-slim`;

/** The same, exactly the image that has this digest. */
export function nodeImageOf(digest: string): string {
  return `${NODE_REPOSITORY}@${digest}`;
}

/**
 * What Node is started with in the proxy's container.
 *
 * A young generation of 12 MB, not 96: it is garbage of the past that would be most of the memory of idle tunnels. And no compiler threads:
 * there is no core for them, and each would keep what its work once took, 10 MB together. V8 calls C directly only from where it has inlined
 * Node's checks of the arguments, which are more than it would inline otherwise. And nobody who reads a task's log can do anything about
 * `node:ffi` being experimental.
 */
export const NODE_FLAGS: readonly string[] = [
  ...['--max-semi-space-size=4', '--no-concurrent-recompilation', '--max-inlined-bytecode-size-cumulative=10000'],
  '--disable-warning=ExperimentalWarning',
];

/** The proxy server as an object in Amazon S3; parts may be a front end's placeholders. */
export interface ServerObject<Text> {
  readonly bucket: Text;
  readonly key: Text;
  readonly region: Text;
  /** See {@link s3Host}. */
  readonly host: Text;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Which of the region's endpoints of Amazon S3 a task asks. */
export interface S3Endpoint {
  /** The one that is validated by FIPS 140. @default false */
  readonly fips?: boolean;
  /** The one that has IPv6 addresses, too. @default false */
  readonly dualStack?: boolean;
}

/**
 * The host of a region's endpoint of Amazon S3.
 *
 * @param domain - what the names of the partition end with: `amazonaws.com`
 */
export function s3Host(region: string, domain: string, { fips = false, dualStack = false }: S3Endpoint): string {
  return `s3${fips ? '-fips' : ''}${dualStack ? '.dualstack' : ''}.${region}.${domain}`;
}

/**
 * The entry point with which the Node image runs the proxy server: a program that fetches it with the task role's credentials, checks its
 * digest, and runs it out of memory, as the root filesystem is read-only.
 */
export function nodeImageEntryPoint<Text>(server: ServerObject<Text>): (Text | string)[] {
  const { bucket, key, region, host, sha256 } = server;
  return [
    ...['node', ...NODE_FLAGS, '--input-type=module', '-e', bootProgram(), '--'],
    ...[bucket, key, region, host, sha256],
  ];
}
