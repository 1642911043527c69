import { directives } from '../../grammar/table.ts';
import { refused } from './refused.ts';

/** Of upstream blocks. */
export const UPSTREAM_REFUSED = [
  ...directives(
    'repeated upstream',
    '2+',
    'sticky',
    refused(
      'no cookies are set or learned; write "ip_hash", or "hash $cookie_NAME consistent" with a cookie of the backend',
    ),
  ),
  ...directives(
    'repeated upstream',
    '1-2',
    'least_time',
    refused('answers of a tunnel have no time; write "least_conn"'),
  ),
];
