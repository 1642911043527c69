import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from './credentials.ts';

/** What a signature is for. */
export interface Signed {
  readonly service: string;
  readonly region: string;
}

const NO_BODY = sha256('');

/**
 * The headers of a GET without a query, signed with AWS's Signature Version 4.
 *
 * The signers there are would be most of the program that a task definition holds; a test compares this with one of them.
 *
 * @param url - whose path needs no escapes: AWS's services differ in how they read them
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signedHeaders(
  { host, pathname }: URL,
  { service, region }: Signed,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  now = new Date(),
): Record<string, string> {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const date = time.slice(0, 8);
  const headers = {
    host,
    'x-amz-content-sha256': NO_BODY,
    'x-amz-date': time,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const names = Object.keys(headers).join(';');
  const request = ['GET', pathname, '', lines.join(''), names, NO_BODY].join('\n');
  const scope = [date, region, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
