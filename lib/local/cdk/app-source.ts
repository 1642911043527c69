import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { InputError } from '../input-error.ts';
import { quote } from '../shell.ts';
import { isCloudAssembly } from './cloud-assembly.ts';
import { asObject, asString, isObject, type JsonObject } from '../deployed/json.ts';

/** An APP of the command line, understood. */
export type AppSource = CloudAssemblySource | CdkAppSource;

/** A directory that `cdk synth` left behind. */
export interface CloudAssemblySource {
  readonly kind: 'assembly';
  readonly directory: string;
  /** The build that makes the assembly. @default - nothing that is known */
  readonly build?: AppBuild;
}

/** The "build" of a cdk.json: a command that comes before the app. */
export interface AppBuild {
  readonly command: string;
  /** The directory in which the build runs, which is that of cdk.json. */
  readonly directory: string;
  /** The context of the app. */
  readonly context: JsonObject;
}

/** A program that synthesizes. */
export interface CdkAppSource {
  readonly kind: 'app';
  /** The directory in which the app runs: that of cdk.json, or of the file. */
  readonly directory: string;
  /** The command line that a shell runs. */
  readonly command: string;
  /** The context of cdk.json and cdk.context.json. */
  readonly context: JsonObject;
  /** Where cdk.json has the app synthesize to, as a rule; changes there are no changes of the sources. */
  readonly output: string;
  /** The build that comes before the app. @default - nothing */
  readonly build?: AppBuild;
}

const APP_FILES = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);
/** The extensions of the configuration files that `wsproxy run` takes. */
const CONFIG_FILES = new Set(['.json', '.jsonc', '.yaml', '.yml', '.conf']);
const WAY_OUT =
  'name a directory with a cdk.json or a Pulumi.yaml, an app file such as app.ts, or a synthesized cdk.out';

/**
 * Finds out what `app` is.
 *
 * @param app - a directory with a cdk.json, an app file, or a cloud assembly
 * @throws {@link InputError} when it is none of these
 */
export function findAppSource(app: string): AppSource {
  const path = resolve(app);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new InputError(`${app}: there is no such file or directory; ${WAY_OUT}`);
  if (stat.isDirectory()) {
    if (isCloudAssembly(path)) return { kind: 'assembly', directory: path };
    if (!existsSync(join(path, 'cdk.json')))
      throw new InputError(`${app}: this directory has neither cdk.json nor Pulumi.yaml; ${appAbove(path) ?? WAY_OUT}`);
    return projectSource(app, path);
  }
  if (basename(path) === 'cdk.json') return projectSource(app, dirname(path));
  if (CONFIG_FILES.has(extname(path)))
    throw new InputError(`${app}: is a configuration of the proxy server, not an app; use wsproxy run ${app}`);
  if (!APP_FILES.has(extname(path))) throw new InputError(`${app}: this is no app that Node can run; ${WAY_OUT}`);
  return { ...readSettings(dirname(path)), kind: 'app', command: nodeScript(basename(path)) };
}

/** Where the app is for somebody who is in a folder of it. */
function appAbove(directory: string): string | undefined {
  for (let at = dirname(directory); at !== dirname(at); at = dirname(at)) {
    const file = ['cdk.json', 'Pulumi.yaml', 'Pulumi.yml']
      .map((name) => join(at, name))
      .find((each) => existsSync(each));
    if (file !== undefined) return `${file} is above it, so name ${relative(process.cwd(), at) || '.'}`;
  }
  return undefined;
}

function projectSource(app: string, directory: string): AppSource {
  const { command, ...settings } = readSettings(directory);
  if (command === undefined)
    throw new InputError(`${join(app, 'cdk.json')}: has no "app", the command that synthesizes`);
  // The CDK CLI takes a cloud assembly as "app" too
  const assembly = resolve(directory, command);
  const { build } = settings;
  if (isCloudAssembly(assembly)) return { kind: 'assembly', directory: assembly, ...(build && { build }) };
  return { ...settings, kind: 'app', command: existsSync(assembly) ? fileCommand(command) : command };
}

/** The CDK CLI takes the name of a file alone for a command to run it. */
function fileCommand(file: string): string {
  return APP_FILES.has(extname(file)) ? nodeScript(file) : quote(isAbsolute(file) ? file : `./${file}`);
}

function nodeScript(file: string): string {
  // Node before 22.18 strips types only when it is told to
  const flag = file.endsWith('ts') && process.features.typescript === false ? '--experimental-strip-types ' : '';
  return `node ${flag}${quote(file)}`;
}

function readSettings(directory: string): {
  readonly directory: string;
  readonly command: string | undefined;
  readonly context: JsonObject;
  readonly output: string;
  readonly build?: AppBuild;
} {
  const settings = readJsonFile(join(directory, 'cdk.json'));
  const lookups = readJsonFile(join(directory, 'cdk.context.json'));
  const context = { ...asObject(settings['context']), ...lookups };
  const build = asString(settings['build']);
  return {
    directory,
    command: asString(settings['app']),
    context,
    output: resolve(directory, asString(settings['output']) ?? 'cdk.out'),
    ...(build !== undefined && build !== '' && { build: { command: build, directory, context } }),
  };
}

/** An absent file is an empty object. */
function readJsonFile(file: string): JsonObject {
  if (!existsSync(file)) return {};
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file}: is not JSON (${(error as Error).message})`);
  }
  if (!isObject(json)) throw new InputError(`${file}: must be a JSON object`);
  return json;
}
