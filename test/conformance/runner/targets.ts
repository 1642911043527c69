import { spawnSync } from 'node:child_process';
import { bundledNginx } from '../../support/bundled-nginx.ts';
import { loadDeviations, type Deviation } from './deviations.ts';
import type { ProgramUnderTest } from './program.ts';

export const TARGET_NAMES = ['nginx', 'wsproxy'] as const;

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

export function target(name: TargetName): Target {
  if (name === 'nginx') return { name, program: NGINX, deviations: new Map() };
  return { name, program: ourProxy(), deviations: loadDeviations() };
}

function ourProxy(): ProgramUnderTest {
  return { command: process.execPath, args: [bundledNginx()] };
}

/**
 * Why a target's cases are skipped, or false; for node:test's `skip`.
 *
 * @throws in CI (CI is set), where every case has to run
 */
export function skipTarget(name: TargetName): string | false {
  if (name !== 'nginx' || spawnSync(NGINX.command, ['-v'], { stdio: 'ignore' }).status === 0) return false;
  const reason = "nginx is missing; it comes with Debian's package nginx";
  if (process.env['CI'] !== undefined) throw new Error(`${reason}, and in CI no case is skipped`);
  return reason;
}
