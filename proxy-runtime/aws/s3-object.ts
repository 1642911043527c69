import { taskCredentials } from './credentials.ts';
import { Fault } from './fault.ts';
import { get, type Answer } from './get.ts';
import { signedHeaders } from './signature.ts';

/** An object in Amazon S3. */
export interface S3Object {
  readonly bucket: string;
  readonly key: string;
  /** The bucket's region, which a request is signed for. */
  readonly region: string;
  /** The host of the region's buckets: `s3.eu-central-1.amazonaws.com`. */
  readonly host: string;
}

/**
 * Reads an object with the credentials of the task's role.
 *
 * @throws {@link Fault}
 */
export async function readObject(object: S3Object, env: NodeJS.ProcessEnv = process.env): Promise<Buffer> {
  const url = objectUrl(object, env);
  const headers = signedHeaders(url, { service: 's3', region: object.region }, await taskCredentials(env));
  const answer = await get(url, headers).catch((error: unknown): never => {
    throw new Fault(
      `${url.host} is not reached (${(error as Error).message}); the task's subnets need a way to Amazon S3: a NAT gateway, a public address, or a gateway endpoint`,
      { passing: true },
    );
  });
  if (answer.status === 200) return answer.body;
  throw refusal(answer);
}

/** AWS's own variables name another endpoint, such as one of AWS PrivateLink; the bucket is in the path there. */
function objectUrl({ bucket, key, host }: S3Object, env: NodeJS.ProcessEnv): URL {
  const endpoint = [env['AWS_ENDPOINT_URL_S3'], env['AWS_ENDPOINT_URL']].find(Boolean);
  if (endpoint) return new URL(`/${bucket}/${key}`, endpoint);
  // A certificate's `*` is one label, so a bucket whose name has dots can't be part of the host.
  return new URL(bucket.includes('.') ? `https://${host}/${bucket}/${key}` : `https://${bucket}.${host}/${key}`);
}

const NOT_THE_ROLES =
  "the credentials are not the task role's; leave AWS_ACCESS_KEY_ID out of the container's environment";

/** What to do about what Amazon S3 answers; permissions of a new role take some seconds to be known everywhere. */
const WAYS_OUT: Readonly<Record<string, readonly [wayOut: string, passing: boolean]>> = {
  AccessDenied: [
    'let the task role s3:GetObject it, and kms:Decrypt if the bucket has a key of its own; look for a denial in the bucket policy or the endpoint policy',
    true,
  ],
  ExpiredToken: ['the credentials have expired', true],
  RequestTimeout: ['try again', true],
  RequestTimeTooSkewed: ['the clock of the machine is off', false],
  InvalidAccessKeyId: [NOT_THE_ROLES, false],
  SignatureDoesNotMatch: [NOT_THE_ROLES, false],
  NoSuchKey: ['the object was deleted since the deployment; deploy again', false],
  NoSuchBucket: ['the bucket was deleted since the deployment; bootstrap or deploy again', false],
  PermanentRedirect: ['the bucket is in another region; deploy it in the region of the tasks', false],
};

function refusal({ status, body }: Answer): Fault {
  const [, code = ''] = /<Code>(\w*)<\/Code>/.exec(body.toString('latin1')) ?? [];
  const [wayOut, passing] = WAYS_OUT[code] ?? ['try again', status >= 500 || status === 429];
  return new Fault(`Amazon S3 answered ${status} ${code}; ${wayOut}`, { passing });
}
