import { directives } from '../../grammar/table.ts';
import { noEffect } from './no-effect.ts';

const HSL = 'http server location';
const WHY = 'concerns files that nginx serves, and none are served here';

/** How files are found, read and sent. */
export const FILES = [
  ...directives(`repeated ${HSL}`, '0 {', 'types', noEffect(WHY)),
  ...directives(
    HSL,
    'flag',
    'sendfile tcp_nopush aio_write etag log_not_found open_file_cache_errors open_file_cache_events',
    noEffect(WHY),
  ),
  ...directives(HSL, '1', 'sendfile_max_chunk read_ahead', noEffect(WHY, 'size')),
  ...directives(HSL, '1', 'directio_alignment', noEffect(WHY, 'offset')),
  ...directives(HSL, '1', 'max_ranges open_file_cache_min_uses', noEffect(WHY, 'number')),
  ...directives(HSL, '1', 'open_file_cache_valid', noEffect(WHY, 'seconds')),
  ...directives(HSL, '1', 'aio directio if_modified_since gzip_static', noEffect(WHY)),
  ...directives(HSL, '1-2', 'open_file_cache disable_symlinks', noEffect(WHY)),
];
