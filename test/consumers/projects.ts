import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { installPacked } from '../support/packed-package.ts';
import type { TypeScript } from './compilers.ts';
import { installedTools } from './installed-tools.ts';

/** Files by their names; an object becomes JSON. */
export type Files = Readonly<Record<string, string | object>>;

/** The package, unpacked where users' tools are, and projects beside it that use both. */
export class Projects {
  /** Where the package's command is. */
  readonly wsproxy: string;
  readonly #tools = installedTools();
  readonly #folder: string;

  constructor(tarball: string) {
    this.#folder = mkdtempSync(join(this.#tools, 'projects-'));
    this.wsproxy = join(installPacked(tarball, this.#folder), 'dist', 'cjs', 'bin', 'wsproxy.js');
  }

  /** A Node of tools/package.json. */
  node(version: '22.12'): string {
    return join(this.#tools, 'node_modules', `node-${version}`, 'bin', 'node');
  }

  make(name: string, files: Files = {}): Project {
    const project = new Project(join(this.#folder, name), this.#tools);
    project.write(files);
    return project;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export class Project {
  readonly folder: string;
  readonly #tools: string;

  constructor(folder: string, tools: string) {
    this.folder = folder;
    this.#tools = tools;
    mkdirSync(folder, { recursive: true });
  }

  /** Has a package, or a folder of packages, in the project's own node_modules; under another name than its own if it has to be. */
  link(name: string, installed = name): void {
    const link = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(this.#tools, 'node_modules', installed), link);
  }

  /** Has `typescript` be another than 5.9. */
  useTypeScript(version: TypeScript): void {
    if (version !== '5.9') this.link('typescript', `typescript-${version}`);
  }

  write(files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      const file = join(this.folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    }
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /**
   * Runs a package's command as `npx` does there.
   *
   * @returns what it printed
   * @throws an error with all that it printed when it fails
   */
  async run(command: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const path = [dirname(process.execPath), join(this.#tools, 'node_modules', '.bin'), process.env['PATH']];
    const options = {
      cwd: this.folder,
      // Some colour their output where CI is.
      env: {
        ...{ ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined, NO_COLOR: '1' },
        ...{ PATH: path.join(delimiter), ...env },
      },
      timeout: 180_000,
    };
    try {
      const { stdout, stderr } = await promisify(execFile)(command, args, options);
      return stdout + stderr;
    } catch (error) {
      const { message, stdout, stderr } = error as Error & { readonly stdout: string; readonly stderr: string };
      throw new Error(`${message}\n${stdout}\n${stderr}`, { cause: error });
    }
  }

  /** Compiles it with its own TypeScript, without writing anything. */
  async typeCheck(): Promise<void> {
    const tsc = createRequire(join(this.folder, 'index.js')).resolve('typescript/package.json');
    await this.run(process.execPath, [join(dirname(tsc), 'bin', 'tsc'), '--noEmit', '--pretty', 'false']);
  }
}
