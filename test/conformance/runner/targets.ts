import { spawnSync } from 'node:child_process';
import { bundledNginx } from '../../support/bundled-nginx.ts';
import { loadDeviations, type Deviation } from './deviations.ts';
import type { ProgramUnderTest } from './program.ts';
import { writtenConf } from './written-conf.ts';

export const TARGET_NAMES = ['nginx', 'wsproxy', 'nginx-conf'] as const;

export type TargetName = (typeof TARGET_NAMES)[number];

/** A program all cases are run against. */
export interface Target {
  readonly name: TargetName;
  readonly program: ProgramUnderTest;
  /** By case id. */
  readonly deviations: ReadonlyMap<string, Deviation>;
}

/** The nginx on PATH: what it does is right by definition, so that a case it fails is a wrong case. */
export const NGINX: ProgramUnderTest = { command: 'nginx', nginxErrorLog: true };

const TARGETS: Readonly<Record<TargetName, () => Omit<Target, 'name'>>> = {
  nginx: () => ({ program: NGINX, deviations: new Map() }),
  wsproxy: () => ({
    program: { command: process.execPath, args: [bundledNginx()] },
    deviations: loadDeviations(),
  }),
  // The same nginx with what we write of each nginx.conf: what our proxy does otherwise, it does not.
  'nginx-conf': () => {
    const version = nginxVersion() ?? '';
    return {
      program: { ...NGINX, rewrite: (conf, prefix) => writtenConf(conf, prefix, version) },
      deviations: new Map([...loadDeviations()].filter(([, { refuses }]) => refuses !== undefined)),
    };
  },
};

export function target(name: TargetName): Target {
  return { name, ...TARGETS[name]() };
}

/** Undefined where it is missing. */
function nginxVersion(): string | undefined {
  const { stderr } = spawnSync(NGINX.command, ['-v'], { encoding: 'utf8' });
  return /nginx\/([\d.]+)/.exec(stderr)?.[1];
}

/**
 * Why a target's cases are skipped, or false; for node:test's `skip`.
 *
 * @throws in CI (CI is set), where every case has to run
 */
export function skipTarget(name: TargetName): string | false {
  if (name === 'wsproxy' || nginxVersion() !== undefined) return false;
  const reason = "nginx is missing; it comes with Debian's package nginx";
  if (process.env['CI'] !== undefined) throw new Error(`${reason}, and in CI no case is skipped`);
  return reason;
}
