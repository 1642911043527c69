import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseLocalUrl } from '../backends/map-backends.ts';
import { asObject, isObject, type JsonObject } from '../deployed/json.ts';
import { InputError } from '../input-error.ts';

/** Where a backend is on this machine: an address, or a command that starts it. */
export type LocalBackend = URL | BackendCommand;

/** A command that a shell runs; it listens on the port in its environment's PORT. */
export interface BackendCommand {
  readonly command: string;
  /** The directory in which the command runs. */
  readonly directory: string;
}

/** A wsproxy.json: what an app needs on the developer's machine and not in the cloud. */
export interface ProjectFile {
  /** The file, for messages. */
  readonly file: string;
  readonly directory: string;
  /** The backends of this machine by upstream name or location. */
  readonly backends: Readonly<Record<string, LocalBackend>>;
  /** A command that tries the running proxy and ends. */
  readonly once: string | undefined;
}

const NAME = 'wsproxy.json';

/**
 * Reads the wsproxy.json of an app, if it has one.
 *
 * @param directory - the app's; for a synthesized app the one above counts too, where cdk.json is
 * @throws {@link InputError} when it is there and not as it should be
 */
export function readProjectFile(directory: string, synthesized: boolean): ProjectFile | undefined {
  const candidates = [join(directory, NAME), ...(synthesized ? [join(dirname(directory), NAME)] : [])];
  const file = candidates.find((each) => existsSync(each));
  if (file === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file}: is not JSON (${(error as Error).message})`);
  }
  const { backends, once, ...unknown } = expectObject(json, file);
  for (const key of Object.keys(unknown))
    throw new InputError(`${file}: ${key} is an unknown option; it has backends and once`);
  if (once !== undefined && typeof once !== 'string')
    throw new InputError(`${file}: once must be a command, like "node round-trip.ts"`);
  const entries = Object.entries(expectObject(backends ?? {}, `${file}: backends`));
  const here = dirname(file);
  const local = entries.map(
    ([name, value]) => [name, readBackend(value, here, `${file}: backends[${JSON.stringify(name)}]`)] as const,
  );
  return { file, directory: here, backends: Object.fromEntries(local), once };
}

function readBackend(value: unknown, directory: string, place: string): LocalBackend {
  if (typeof value === 'string') return parseLocalUrl(value, place);
  const { command, ...unknown } = asObject(value);
  if (typeof command !== 'string' || command.trim() === '' || Object.keys(unknown).length > 0) {
    throw new InputError(
      `${place}: must be an address like "http://127.0.0.1:3001", or { "command": "node server.ts" }`,
    );
  }
  return { command, directory };
}

function expectObject(value: unknown, place: string): JsonObject {
  if (!isObject(value)) throw new InputError(`${place} must be a JSON object`);
  return value;
}
