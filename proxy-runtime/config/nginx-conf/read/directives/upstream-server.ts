import { ConfigError } from '../../../config-error.ts';
import type { UpstreamServerConfig } from '../../../types.ts';
import type { Directive } from '../syntax/directive.ts';
import { readParameters } from '../values/parameters.ts';
import { number, positive, seconds } from '../values/values.ts';
import type { UpstreamLevel } from './values-of-levels.ts';

type Server = { -readonly [K in keyof UpstreamServerConfig]: UpstreamServerConfig[K] };

/** `server ADDRESS [PARAMETER …]` of an upstream. @throws ConfigError */
export function readServer(directive: Directive, level: UpstreamLevel): UpstreamServerConfig {
  const [address = '', ...args] = directive.args;
  const server: Server = { address };
  const { balancer } = level.values;
  const refused = (why: string) => (): never => {
    throw new ConfigError(why);
  };
  readParameters(directive, args, {
    'weight=': (value) => (server.weight = positive(value)),
    'max_conns=': (value) => (server.maxConns = number(value)),
    'max_fails=': (value) => (server.maxFails = number(value)),
    'fail_timeout=': (value) => (server.failTimeout = seconds(value)),
    backup: () => {
      if (balancer !== undefined && balancer !== 'least_conn') {
        throw new ConfigError(
          'the load balancing method does not support backup servers; leave out backup, or the method',
        );
      }
      server.backup = true;
    },
    down: () => (server.down = true),
    resolve: () => (server.resolve = true),
    drain: refused('drain goes with "sticky", which is not here; write down, open tunnels go on'),
    'route=': refused('route= goes with "sticky", which is not here; leave it out'),
    'service=': refused('service= is not here: SRV records are not looked up; write the host and its port'),
    'slow_start=': refused("slow_start= is commercial nginx's; leave it out"),
  });
  return server;
}
