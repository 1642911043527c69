import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Environment in which Node takes the package's sources, not its build, in whatever program of its own it is. */
export const fromSources = { NODE_OPTIONS: '--conditions=wsproxy-source' };

/** Where CDK's command line is. */
export const cdk = fileURLToPath(new URL('../../node_modules/.bin/cdk', import.meta.url));

/** Where Debian's package puts the browser. */
export const chromium = '/usr/bin/chromium';

const tools = {
  chromium: { there: () => existsSync(chromium), from: "Debian's package chromium" },
  cdk: { there: () => existsSync(cdk), from: 'npm ci' },
  pty: { there: () => runs('python3', '-c', 'import pty'), from: 'Python' },
  moto: { there: () => runs('python3', '-c', 'import moto.server, flask'), from: "Python's package moto[server]" },
  terraform: { there: () => runs('terraform', 'version'), from: "HashiCorp's download of Terraform" },
  aws: { there: () => runs('aws', '--version'), from: "the AWS command line (Python's package awscli)" },
} satisfies Record<string, { there: () => boolean; from: string }>;

/**
 * Why a test that needs these tools is skipped, or false; for node:test's `skip`.
 *
 * @throws in CI (CI is set), where every test has to run
 */
export function skipUnless(...names: readonly (keyof typeof tools)[]): string | false {
  const name = names.find((each) => !tools[each].there());
  if (name === undefined) return false;
  const reason = `${name} is missing; it comes with ${tools[name].from}`;
  if (process.env['CI'] !== undefined) throw new Error(`${reason}, and in CI no test is skipped`);
  return reason;
}

function runs(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}
