import { ConfigError } from '../../config-error.ts';
import type { DirectiveTable } from '../../directives/directive.ts';
import { UPSTREAM_SERVER } from '../../directives/upstream.ts';
import type { Time, UpstreamServerConfig } from '../../types.ts';
import type { UpstreamLevel } from '../read/grammar/values-of-levels.ts';
import type { Directive } from '../read/syntax/directive.ts';
import { readParameters, type Parameter } from '../read/values/parameters.ts';
import { number, positive, seconds } from '../read/values/values.ts';
import { directiveName, formatSeconds } from '../write/writers.ts';
import type { Writing } from '../write/writing.ts';

const PARAMETERS = Object.entries(UPSTREAM_SERVER as DirectiveTable);

/** Reads a `server ADDRESS [PARAMETER …]` of an upstream. @throws ConfigError */
export function readServer(directive: Directive, level: UpstreamLevel): UpstreamServerConfig {
  const [address = '', ...args] = directive.args;
  const server: Record<string, unknown> = {};
  const { balancer } = level.values;
  const refused = (why: string) => (): never => {
    throw new ConfigError(why);
  };
  const parameters = PARAMETERS.map(([option, { kind, from }]): [string, Parameter] => {
    const name = directiveName(option);
    if (kind === 'presence') return [name, () => (server[option] = true)];
    const read = kind === 'seconds' ? seconds : from === 0 ? number : positive;
    return [`${name}=`, (value) => (server[option] = read(value))];
  });
  readParameters(directive, args, {
    ...Object.fromEntries(parameters),
    backup: () => {
      if (balancer !== undefined && balancer !== 'least_conn') {
        throw new ConfigError(
          'the load balancing method does not support backup servers; leave out backup, or the method',
        );
      }
      server['backup'] = true;
    },
    drain: refused('drain goes with "sticky", which is not here; write down, open tunnels go on'),
    'route=': refused('route= goes with "sticky", which is not here; leave it out'),
    'service=': refused('service= is not here: SRV records are not looked up; write the host and its port'),
    'slow_start=': refused("slow_start= is commercial nginx's; leave it out"),
  });
  return { address, ...server };
}

/** The words of a `server` line, but for `resolve`, which not every nginx knows. */
export function serverWords(server: UpstreamServerConfig, writing: Writing): string[] {
  const parameters = server as unknown as Readonly<Record<string, Time | boolean | undefined>>;
  const words = PARAMETERS.flatMap(([option, { kind }]) => {
    const value = parameters[option];
    const name = directiveName(option);
    if (value === undefined || value === false || option === 'resolve') return [];
    if (value === true) return [name];
    return [`${name}=${kind === 'seconds' ? formatSeconds(value, { writing }, name) : value}`];
  });
  return [server.address, ...words];
}
