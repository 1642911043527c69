import { at } from '../config/at.ts';
import { toBytes } from '../config/values/bytes.ts';
import { ConfigError } from '../config/config-error.ts';
import type { MapConfig } from '../config/types.ts';
import type { Request } from '../request/request.ts';
import { matchOrAlert } from '../variables/match-or-alert.ts';
import type { Regex } from '../pcre/regex.ts';
import { compileRegex } from '../variables/regex.ts';
import { NameTable } from '../routing/name-table.ts';
import { ARGS, checkAssignedName, variableName } from '../variables/names.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';

/**
 * The variables that `maps` make.
 *
 * @param findAll - the finder of all variables, by that of those of maps
 * @throws {@link ConfigError}
 */
export function compileMaps(
  maps: Readonly<Record<string, MapConfig>>,
  findAll: (ofMaps: FindVariable) => FindVariable,
): FindVariable {
  const written = new Map<string, string>();
  for (const key of Object.keys(maps)) {
    const name = variableName(key);
    at(['maps', key], () => checkMapName(name, key, written));
    written.set(name, key);
  }
  const compiled = new Map<string, Evaluate>();
  const compiling = new Set<string>();
  const find: FindVariable = (name) => {
    const done = compiled.get(name);
    if (done !== undefined) return done;
    const key = written.get(name);
    const config = key === undefined ? undefined : maps[key];
    if (config === undefined) return undefined;
    if (compiling.has(name)) throw new ConfigError('is made from itself');
    compiling.add(name);
    const evaluate = at(['maps', key], () => compileMap(config, all));
    compiled.set(name, evaluate);
    return evaluate;
  };
  const all = findAll(find);
  for (const name of written.keys()) find(name);
  return all;
}

function checkMapName(name: string, key: string, written: ReadonlyMap<string, string>): void {
  const other = written.get(name);
  if (other !== undefined) throw new ConfigError(`is ${other}, too: names of variables have no case; leave ${key} out`);
  if (name === ARGS) throw new ConfigError('is the query string; take another name');
  checkAssignedName(name);
}

interface RegexKey {
  readonly regex: Regex;
  readonly value: Evaluate;
}

function compileMap(config: MapConfig, find: FindVariable): Evaluate {
  const source = at(['source'], () => compileTemplate(config.source, find));
  const fallback = at(['default'], () => compileTemplate(config.default ?? '', find));
  const values = new Map<string, Evaluate>();
  const names = new NameTable<Evaluate>();
  const regexes: RegexKey[] = [];
  for (const [key, text] of Object.entries(config.values)) {
    const value = at(['values', key], () => compileTemplate(text, find));
    if (key.startsWith('~')) regexes.push({ regex: at(['values', key], () => keyRegex(key)), value });
    else {
      const literal = toBytes(key.replace(/^\\(?=~)/, '')).toLowerCase();
      if (config.hostnames === true) names.add(literal, value);
      else values.set(literal, value);
    }
  }
  const choose = (request: Request): Evaluate => {
    const text = source(request);
    const key = text.toLowerCase();
    const exact = config.hostnames === true ? names.find(key.replace(/\.$/, '')) : values.get(key);
    return exact ?? (regexes.length > 0 ? byRegex(regexes, text, request) : undefined) ?? fallback;
  };
  if (config.volatile === true) return (request) => choose(request)(request);
  // A plain look-up costs less than remembering its result.
  if (regexes.length === 0 && !config.hostnames && isConstant(config)) return (request) => choose(request)(request);
  return (request) => request.values.once(config, () => choose(request)(request));
}

/** Whether a value can't change while a request is served: made of the client's own headers only. */
function isConstant({ source, default: fallback = '', values }: MapConfig): boolean {
  const texts = [source, fallback, ...Object.values(values)];
  return !texts.some((text) => text.replaceAll(/\$\{?http_\w+\}?/gi, '').includes('$'));
}

function byRegex(regexes: readonly RegexKey[], text: string, request: Request): Evaluate | undefined {
  for (const { regex, value } of regexes) {
    const match = matchOrAlert(regex, text, request);
    if (match === null) continue;
    // As in nginx, no other is tried.
    if (match === undefined) return undefined;
    request.values.matched(match);
    return value;
  }
  return undefined;
}

function keyRegex(key: string): Regex {
  return key.startsWith('~*') ? compileRegex(key.slice(2), true) : compileRegex(key.slice(1), false);
}
