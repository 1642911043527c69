import type { BackendRoute } from '../backends/route.ts';
import { groupBy } from '../group-by.ts';
import { formatValue } from './values.ts';

/** Which backends were added, removed or moved: in the deployment, and on this machine. */
export function backendChanges(before: readonly BackendRoute[], after: readonly BackendRoute[]): readonly string[] {
  const previous = byLocation(before);
  const current = byLocation(after);
  const locations = [...new Set([...previous.keys(), ...current.keys()])];
  const lines = locations.map(
    (location) => [location, describe(previous.get(location), current.get(location))] as const,
  );
  const said = lines.flatMap(([location, text]) => (text === undefined ? [] : [{ location, text }]));
  return [...groupBy(said, ({ text }) => text)].map(
    ([text, of]) => `backend ${of.map(({ location }) => location).join(', ')} ${text}`,
  );
}

function byLocation(routes: readonly BackendRoute[]): ReadonlyMap<string, BackendRoute> {
  return new Map(routes.flatMap((route) => route.backend.locations.map((location) => [location, route])));
}

function describe(before: BackendRoute | undefined, after: BackendRoute | undefined): string | undefined {
  if (after === undefined) return before && `removed (${deployedAt(before)})`;
  if (before === undefined) return `added (${deployedAt(after)})`;
  if (deployedAt(before) !== deployedAt(after)) return `moved: ${deployedAt(before)} -> ${deployedAt(after)}`;
  if (here(before) !== here(after)) return `moved on this machine: ${here(before)} -> ${here(after)}`;
  return undefined;
}

function deployedAt({ backend }: BackendRoute): string {
  return formatValue(`${backend.scheme}://${backend.addresses.join(', ')}`);
}

function here({ url, command }: BackendRoute): string {
  return command ?? url?.origin ?? 'not mapped';
}
