import type { LocationConfig, Locations } from './types.ts';

/** A location with its key, and the locations that it stands within. */
export interface NestedLocation {
  readonly key: string;
  readonly location: LocationConfig;
  /** The locations around it, the outermost first: what it doesn't state itself it inherits from them. */
  readonly outer: readonly NestedLocation[];
}

/** All locations, each before those within it, in the order in which nginx.conf would have them. */
export function everyLocation(
  locations: Locations | undefined,
  outer: readonly NestedLocation[] = [],
): readonly NestedLocation[] {
  return Object.entries(locations ?? {}).flatMap(([key, location]) => {
    const entry = { key, location, outer };
    return [entry, ...everyLocation(location.locations, [...outer, entry])];
  });
}

/**
 * Locations that are changed one by one, those within others included; their keys and their order stay.
 *
 * @param change - is given a location whose inner ones are changed already
 */
export function mapLocations(
  locations: Locations,
  change: (location: LocationConfig, key: string) => LocationConfig,
): Locations {
  const changed = Object.entries(locations).map(([key, location]): [string, LocationConfig] => {
    const inner = location.locations && { locations: mapLocations(location.locations, change) };
    return [key, change({ ...location, ...inner }, key)];
  });
  return Object.fromEntries(changed);
}
