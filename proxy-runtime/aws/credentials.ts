import { readFileSync } from 'node:fs';
import { Fault } from './fault.ts';
import { get } from './get.ts';

/** What requests to AWS are signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Where ECS's agent gives out the credentials of a task's role. */
const AGENT = 'http://169.254.170.2';

/** What `AWS_CONTAINER_CREDENTIALS_FULL_URI` may name by http: the machine itself, and the agents of ECS and EKS. */
const TRUSTED_HOSTS = ['localhost', '127.0.0.1', '[::1]', '169.254.170.2', '169.254.170.23', '[fd00:ec2::23]'];

/**
 * The credentials of the task's role, found as AWS's SDKs find them in a container: by the environment's, or by what ECS's agent gives out.
 *
 * @throws {@link Fault}
 */
export async function taskCredentials(env: NodeJS.ProcessEnv = process.env): Promise<Credentials> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] };
  const url = credentialsUrl(env);
  const token = authorization(env);
  const { status, body } = await get(url, token === undefined ? {} : { authorization: token }).catch(
    (error: unknown): never => {
      throw new Fault(
        `the credentials of the task role could not be had (${(error as Error).message}); is ${url.host} reached from here?`,
        { passing: true },
      );
    },
  );
  if (status !== 200) {
    const passing = status >= 500 || status === 429;
    throw new Fault(
      `the credentials of the task role were refused with ${status}; give the task definition a task role that ECS may assume`,
      { passing },
    );
  }
  return parse(body);
}

function credentialsUrl(env: NodeJS.ProcessEnv): URL {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } = env;
  if (path) return new URL(path, AGENT);
  if (!full)
    throw new Fault('there are no credentials: the task has no role; give the task definition one', { passing: false });
  const url = URL.parse(full);
  if (url === null || (url.protocol !== 'https:' && !TRUSTED_HOSTS.includes(url.hostname))) {
    throw new Fault(
      `AWS_CONTAINER_CREDENTIALS_FULL_URI is '${full}', which is neither https nor this machine; leave it to ECS`,
      { passing: false },
    );
  }
  return url;
}

function authorization(env: NodeJS.ProcessEnv): string | undefined {
  const file = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  return file ? readFileSync(file, 'utf8').trim() : env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
}

function parse(body: Buffer): Credentials {
  try {
    const given = JSON.parse(body.toString()) as Readonly<Record<'AccessKeyId' | 'SecretAccessKey' | 'Token', string>>;
    if (given.AccessKeyId && given.SecretAccessKey)
      return { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.Token };
  } catch {
    // Said below
  }
  throw new Fault('the credentials of the task role are not what ECS gives out; is something else at their address?', {
    passing: true,
  });
}
