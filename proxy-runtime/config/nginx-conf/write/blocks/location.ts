import type { LocationConfig, LocationDirectives, Locations } from '../../../types.ts';
import { LOCATION_FAMILY, LOCATION_ONLY_FAMILY, REWRITE_FAMILY } from '../../directives/families.ts';
import { writeFamily } from '../../directives/form.ts';
import { redirectHere } from '../../directives/proxy-redirect.ts';
import { inherited, type Level, type Scope } from '../scope.ts';
import { block, comment, directive, type Line } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';

/** @param outer - the levels around, the outermost first */
export function writeLocations(locations: Locations | undefined, outer: readonly Level[], writing: Writing): Line[] {
  return Object.entries(locations ?? {}).map(([key, location]) =>
    block('location', splitKey(key), writeLocation(location, outer, writing)),
  );
}

function writeLocation(location: LocationConfig, outer: readonly Level[], writing: Writing): Line[] {
  const { proxyPass, return: returned, locations } = location;
  const scope = { writing, kind: 'location', level: location, outer } as const;
  const proxyRedirect = proxyPass === undefined ? location.proxyRedirect : redirectHere(location.proxyRedirect, scope);
  return [
    ...writeFamily(LOCATION_ONLY_FAMILY, location, scope),
    ...writeFamily(LOCATION_FAMILY, { ...location, ...(proxyRedirect === undefined ? {} : { proxyRedirect }) }, scope),
    ...writeFamily(REWRITE_FAMILY, location, scope),
    ...(proxyPass === undefined && returned === undefined ? writeNoHandler(scope) : []),
    ...writeLocations(locations, [...outer, location], writing),
  ];
}

/** What answers where neither a backend nor `return` does: 404, but only to whom limits and access rules let pass. */
function writeNoHandler(scope: Scope): Line[] {
  const own = scope.level;
  const inForce = <K extends keyof LocationDirectives>(key: K): LocationDirectives[K] =>
    own[key] ?? inherited(scope, key);
  const [first] = inForce('access') ?? [];
  const authRequest = inForce('authRequest') ?? 'off';
  const anyIsEnough = inForce('satisfy') === 'any' && authRequest !== 'off';
  // Nobody gets as far as to an answer.
  if (first?.deny === 'all' && !anyIsEnough) return [];
  const limits = [...Object.keys(inForce('limitConn') ?? {}), ...(inForce('limitReq') ?? [])];
  if (first === undefined && authRequest === 'off' && limits.length === 0) return notFound();
  // `return` answers before these are asked, try_files after; and there is no file in a device.
  return [
    comment('404 after limits and access rules: nothing is in there.'),
    directive('root', '/dev/null'),
    directive('try_files', '$uri', '=404'),
  ];
}

/** What is answered where no location has an answer; nginx alone would look for a file. */
export function notFound(): Line[] {
  return [comment('Without this nginx would look for a file.'), directive('return', 404)];
}

/** A location's modifier, if any, and its path. */
function splitKey(key: string): string[] {
  const [, modifier, path = ''] = /^(=|\^~|~\*|~)? *(.*)$/s.exec(key) ?? [];
  return modifier === undefined ? [path] : [modifier, path];
}
