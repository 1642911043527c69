import type { LocationDirectives } from '../../../types.ts';
import type { Scope } from '../scope.ts';
import type { Line } from '../syntax/line.ts';
import { ACCESS } from './access.ts';
import { CLIENT } from './client.ts';
import { LOGS } from './logs.ts';
import { PROXY, PROXY_SSL } from './proxy.ts';
import { RESOLVER } from './resolver.ts';
import { RESPONSE } from './response.ts';
import { writeDirectives, type Writers } from './writers.ts';

const LOCATION: Writers<LocationDirectives> = {
  ...RESOLVER,
  ...LOGS,
  ...CLIENT,
  ...ACCESS,
  ...RESPONSE,
  ...PROXY,
  ...PROXY_SSL,
};

/** The directives of http, server and location level. */
export function writeLocationDirectives(directives: LocationDirectives, scope: Scope): Line[] {
  return writeDirectives(LOCATION, directives, scope);
}
