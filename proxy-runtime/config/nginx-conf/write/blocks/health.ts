import type { HealthConfig } from '../../../types.ts';
import { block, comment, directive, groups, type Line } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';
import type { Listens } from './listen.ts';

/** What comes nearest to the health endpoint. */
export function writeHealth({ listen, path = '/healthz' }: HealthConfig, listens: Listens, writing: Writing): Line[] {
  writing.notice(
    `health: nginx answers ${path} with 200 as long as it listens, but never with 503 while it drains; then it refuses connections`,
  );
  const inherit = writing.config.addHeaderInherit === undefined ? [] : [directive('add_header_inherit', 'on')];
  return [
    comment('The health endpoint; there is no 503 while nginx drains, connections are refused.'),
    block(
      'server',
      [],
      groups(
        listens.write(listen),
        [
          directive('access_log', 'off'),
          directive('default_type', 'text/plain'),
          ...inherit.map((line) => writing.since('1.29.3', line)),
          directive('add_header', 'Cache-Control', 'no-store'),
        ],
        [
          block('location', ['=', path], [directive('return', 200, 'ok\n')]),
          block('location', ['/'], [directive('return', 404, 'not found\n')]),
        ],
      ),
    ),
  ];
}
