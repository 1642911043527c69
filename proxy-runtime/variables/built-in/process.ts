import { hostname } from 'node:os';
import { serverName } from '../../http/product.ts';
import type { Variables } from './variable.ts';

export const PROCESS_VARIABLES: Variables = {
  hostname: () => hostname().toLowerCase(),
  // The version of whatever the proxy calls itself.
  nginx_version: () => serverName(true).split('/')[1],
  pid: () => String(process.pid),
};
