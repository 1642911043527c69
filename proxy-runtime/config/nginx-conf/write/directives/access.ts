import type { AccessDirectives, LimitReq } from '../../../types.ts';
import { inherited, type Scope } from '../scope.ts';
import { directive, type Line } from '../syntax/line.ts';
import { one, type Writers } from './writers.ts';

export const ACCESS: Writers<AccessDirectives> = {
  access: (rules, scope) => {
    if (rules.length === 0 && (inherited(scope, 'access')?.length ?? 0) > 0) return [directive('allow', 'all')];
    return rules.map((rule) => ('allow' in rule ? directive('allow', rule.allow) : directive('deny', rule.deny)));
  },
  satisfy: one,
  authRequest: one,
  authRequestSet: (variables, _, name) =>
    Object.entries(variables).map(([variable, value]) => directive(name, variable, value)),
  limitConn: (limits, scope, name) => {
    const lines = Object.entries(limits).map(([zone, number]) => directive(name, zone, number));
    return lines.length > 0 ? lines : noLimits('limitConn', Object.keys(inherited(scope, 'limitConn') ?? {}), scope);
  },
  limitConnStatus: one,
  limitConnDryRun: one,
  limitConnLogLevel: one,
  limitReq: (limits, scope, name) => {
    const lines = limits.map((limit) => directive(name, ...limitReqWords(limit)));
    const zones = (inherited(scope, 'limitReq') ?? []).map(({ zone }) => zone);
    return lines.length > 0 ? lines : noLimits('limitReq', zones, scope);
  },
  limitReqStatus: one,
  limitReqDryRun: one,
  limitReqLogLevel: one,
};

function limitReqWords({ zone, burst, nodelay, delay }: LimitReq): string[] {
  return [
    `zone=${zone}`,
    ...(burst === undefined ? [] : [`burst=${burst}`]),
    ...(nodelay === true ? ['nodelay'] : []),
    ...(delay === undefined ? [] : [`delay=${delay}`]),
  ];
}

/** nginx has no way to take an outer level's limits back but to count and not to refuse. */
function noLimits(option: 'limitConn' | 'limitReq', zones: readonly string[], { writing, level }: Scope): Line[] {
  if (zones.length === 0 || level[`${option}DryRun`] === 'on') return [];
  const name = option === 'limitConn' ? 'limit_conn_dry_run' : 'limit_req_dry_run';
  writing.notice(
    `${name}: an inner level takes an outer level's limits back; nginx goes on counting and logging there`,
  );
  return level[`${option}DryRun`] === undefined ? [directive(name, 'on')] : [];
}
