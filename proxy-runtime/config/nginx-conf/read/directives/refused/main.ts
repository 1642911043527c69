import { directives } from '../../grammar/table.ts';
import { refused } from './refused.ts';

/** Of the main level. */
export const MAIN_REFUSED = [
  ...directives(
    'main',
    '0 {',
    'stream mail',
    refused('this proxy speaks HTTP; take a Network Load Balancer, or nginx itself, for other protocols'),
  ),
];
