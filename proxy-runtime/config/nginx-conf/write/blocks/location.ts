import type { LocationConfig, Locations } from '../../../types.ts';
import { writeLocationDirectives } from '../directives/location-directives.ts';
import { redirectHere } from '../directives/proxy.ts';
import { REWRITE } from '../directives/rewrite.ts';
import { writeDirectives } from '../directives/writers.ts';
import type { Level } from '../scope.ts';
import { block, comment, directive, type Line } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';

/** @param outer - the levels around, the outermost first */
export function writeLocations(locations: Locations | undefined, outer: readonly Level[], writing: Writing): Line[] {
  return Object.entries(locations ?? {}).map(([key, location]) =>
    block('location', splitKey(key), writeLocation(location, outer, writing)),
  );
}

function writeLocation(location: LocationConfig, outer: readonly Level[], writing: Writing): Line[] {
  const { proxyPass, internal, return: returned, locations } = location;
  const scope = { writing, kind: 'location', level: location, outer } as const;
  const proxyRedirect = proxyPass === undefined ? location.proxyRedirect : redirectHere(location.proxyRedirect, scope);
  return [
    ...(internal === true ? [directive('internal')] : []),
    ...(proxyPass === undefined ? [] : [directive('proxy_pass', proxyPass)]),
    ...writeLocationDirectives({ ...location, ...(proxyRedirect === undefined ? {} : { proxyRedirect }) }, scope),
    ...writeDirectives(REWRITE, location, scope),
    ...(proxyPass === undefined && returned === undefined ? notFound() : []),
    ...writeLocations(locations, [...outer, location], writing),
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
