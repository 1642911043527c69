import { ConfigError } from '../../config-error.ts';
import type { ACCESS } from '../../directives/access.ts';
import type { AccessDirectives, LimitReq } from '../../types.ts';
import type { HttpLevel } from '../read/grammar/values-of-levels.ts';
import { errorAt, type Directive } from '../read/syntax/directive.ts';
import { readParameters } from '../read/values/parameters.ts';
import { scalar } from '../read/values/scalar.ts';
import { number, positive, valueOf, variableName } from '../read/values/values.ts';
import { inherited, type Scope } from '../write/scope.ts';
import { directive, type Line } from '../write/syntax/line.ts';
import type { Forms } from './form.ts';

/** nginx's modules access, auth_request, limit_conn and limit_req. */
export const ACCESS_FORMS: Forms<AccessDirectives, typeof ACCESS, HttpLevel> = {
  access: {
    directives: {
      allow: {
        args: '1',
        repeats: true,
        read: (directive, level) => level.append('access', { allow: directive.args[0] ?? '' }, directive),
      },
      deny: {
        args: '1',
        repeats: true,
        read: (directive, level) => level.append('access', { deny: directive.args[0] ?? '' }, directive),
      },
    },
    write: (rules, scope) => {
      if (rules.length === 0 && (inherited(scope, 'access')?.length ?? 0) > 0) return [directive('allow', 'all')];
      return rules.map(({ allow, deny = '' }) =>
        allow === undefined ? directive('deny', deny) : directive('allow', allow),
      );
    },
  },
  authRequestSet: {
    read: { args: '2', repeats: true, read: readAuthRequestSet },
    write: (variables, _, name) =>
      Object.entries(variables).map(([variable, value]) => directive(name, variable, value)),
  },
  limitConn: {
    read: { args: '2', repeats: true, read: readLimitConn },
    write: (limits, scope, name) => {
      const lines = Object.entries(limits).map(([zone, most]) => directive(name, zone, most));
      return lines.length > 0 ? lines : noLimits('limitConn', Object.keys(inherited(scope, 'limitConn') ?? {}), scope);
    },
  },
  limitConnStatus: { read: { args: '1', read: scalar(status) } },
  limitReq: {
    read: { args: '1-3', repeats: true, read: readLimitReq },
    write: (limits, scope, name) => {
      const lines = limits.map((limit) => directive(name, ...limitReqWords(limit)));
      const zones = (inherited(scope, 'limitReq') ?? []).map(({ zone }) => zone);
      return lines.length > 0 ? lines : noLimits('limitReq', zones, scope);
    },
  },
  limitReqStatus: { read: { args: '1', read: scalar(status) } },
};

function readAuthRequestSet(directive: Directive, level: HttpLevel): void {
  const [target = '', value = ''] = directive.args;
  const name = valueOf(directive, target, variableName);
  // nginx evaluates both, and the later one could use what the earlier one set.
  const names = Object.keys(level.values.authRequestSet ?? {}).map((each) => each.toLowerCase());
  if (names.includes(name.toLowerCase())) {
    throw errorAt(directive, `"auth_request_set" has set ${name} already; leave one out`);
  }
  level.putEntry('authRequestSet', name, value, directive);
}

function readLimitConn(directive: Directive, level: HttpLevel): void {
  const [zone = '', limit = ''] = directive.args;
  if (Object.hasOwn(level.values.limitConn ?? {}, zone)) throw duplicate(directive, zone);
  const most = valueOf(directive, limit, positive);
  if (most > 65_535) throw errorAt(directive, `"limit_conn": ${most} connections are more than 65535, nginx's most`);
  level.putEntry('limitConn', zone, most, directive);
}

function readLimitReq(directive: Directive, level: HttpLevel): void {
  let zone: string | undefined;
  const options: { burst?: number; nodelay?: true; delay?: number } = {};
  readParameters(directive, directive.args, {
    'zone=': (value) => (zone = value),
    'burst=': (value) => (options.burst = positive(value)),
    'delay=': (value) => (options.delay = positive(value)),
    nodelay: () => (options.nodelay = true),
  });
  if (zone === undefined) throw errorAt(directive, '"limit_req" must have a zone=');
  if (level.values.limitReq?.some((other) => other.zone === zone) === true) throw duplicate(directive, zone);
  level.append('limitReq', { zone, ...options }, directive);
}

function duplicate(directive: Directive, zone: string): ConfigError {
  return errorAt(directive, `"${directive.name}" directive is duplicate for the zone ${JSON.stringify(zone)}`);
}

function status(text: string): number {
  const code = number(text);
  if (code < 400 || code > 599) throw new ConfigError(`${text} is not a status from 400 to 599`);
  return code;
}

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
