import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { InputError } from '../input-error.ts';
import { asObject, asString, isObject, type JsonObject } from '../deployed/json.ts';

/** A Pulumi.yaml, understood. */
export interface PulumiProject {
  /** The file, for messages. */
  readonly file: string;
  readonly directory: string;
  readonly name: string;
  /** Where the program runs, and its file there; `.` is what package.json names. */
  readonly program: { readonly directory: string; readonly file: string };
  /** Whether Pulumi compiles TypeScript; without, it is Node's to strip types. */
  readonly typescript: boolean;
  /** Arguments for Node, as they are written in a shell. */
  readonly nodeArguments: string;
  /** Configuration that all stacks have. */
  readonly config: JsonObject;
  /** Where the files of the stacks' configuration are. */
  readonly stackDirectory: string;
}

const NAMES = ['Pulumi.yaml', 'Pulumi.yml', 'Pulumi.json'];

/** The project file of a directory, or the one that `app` itself is; undefined when there is none. */
export function findProjectFile(app: string): string | undefined {
  const path = resolve(app);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return NAMES.map((name) => join(path, name)).find((file) => existsSync(file));
  return stat !== undefined && NAMES.includes(basename(path)) ? path : undefined;
}

/**
 * Reads a project file.
 *
 * @throws {@link InputError} when it is no project of a Node.js program
 */
export function readProject(file: string): PulumiProject {
  const yaml = readYaml(file);
  const directory = dirname(file);
  const { name, main, config, stackConfigDir } = yaml;
  const runtime = isObject(yaml['runtime']) ? yaml['runtime'] : { name: yaml['runtime'] };
  if (typeof name !== 'string') throw new InputError(`${file}: has no name`);
  if (runtime['name'] !== 'nodejs') {
    throw new InputError(
      `${file}: runtime is ${asString(runtime['name']) ?? 'missing'}, but only programs for nodejs run here; deploy it to see what it does`,
    );
  }
  const options = asObject(runtime['options']);
  return {
    file,
    directory,
    name,
    program: findProgram(file, directory, asString(main)),
    typescript: options['typescript'] !== false,
    nodeArguments: asString(options['nodeargs']) ?? '',
    config: asObject(config),
    stackDirectory: join(directory, asString(stackConfigDir) ?? '.'),
  };
}

/**
 * Reads a YAML file, whose root must be a map.
 *
 * @throws {@link InputError}
 */
export function readYaml(file: string): JsonObject {
  let yaml: unknown;
  try {
    yaml = parse(readFileSync(file, 'utf8'), { logLevel: 'error' });
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new InputError(`${file}: is not YAML (${reason.replace(/:$/, '')})`);
  }
  // An empty file is a stack without configuration
  if (yaml === null) return {};
  if (!isObject(yaml)) throw new InputError(`${file}: must be a YAML map`);
  return yaml;
}

/** The directory and file that Pulumi runs for `main`: a file runs in the directory that it is in. */
function findProgram(project: string, directory: string, main = ''): PulumiProject['program'] {
  const path = join(directory, main);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new InputError(`${project}: main is ${main}, but there is no such file or directory`);
  return stat.isDirectory() ? { directory: path, file: '.' } : { directory: dirname(path), file: basename(path) };
}
