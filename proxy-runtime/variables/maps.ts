import type { MapConfig } from '../config/types.ts';
import { toBytes } from '../config/bytes.ts';
import { ConfigError } from '../config/config-error.ts';
import { at } from '../config/at.ts';
import { compileTemplate, type Evaluate, type FindVariable } from './template.ts';

/** The variables that `maps` make, besides those that are there already. @throws {@link ConfigError} */
export function compileMaps(maps: Readonly<Record<string, MapConfig>>, builtIn: FindVariable): FindVariable {
  const compiled = new Map<string, Evaluate>();
  const compiling = new Set<string>();
  const find: FindVariable = (name) => {
    const done = compiled.get(name);
    if (done !== undefined) return done;
    const config = Object.hasOwn(maps, `$${name}`) ? maps[`$${name}`] : undefined;
    if (config === undefined) return builtIn(name);
    if (compiling.has(name)) throw new ConfigError('is made from itself');
    compiling.add(name);
    const evaluate = at(['maps', `$${name}`], () => compileMap(config, find));
    compiled.set(name, evaluate);
    return evaluate;
  };
  for (const name of Object.keys(maps)) find(name.slice(1));
  return find;
}

function compileMap(config: MapConfig, find: FindVariable): Evaluate {
  const source = at(['source'], () => compileTemplate(config.source, find));
  const values = new Map(
    Object.entries(config.values).map(([key, value]) => [
      toBytes(key).toLowerCase(),
      at(['values', key], () => compileTemplate(value, find)),
    ]),
  );
  const fallback = at(['default'], () => compileTemplate(config.default ?? '', find));
  return (request) => (values.get(source(request).toLowerCase()) ?? fallback)(request);
}
