import { isAbsolute, join } from 'node:path';
import type { ProxyConfig } from '../../types.ts';
import type { WriteOptions } from './options.ts';
import { formatDirective } from './syntax/format.ts';
import { comment, type Directive, type Line } from './syntax/line.ts';

/** One nginx.conf while it is written: what all of its parts share. */
export class Writing {
  readonly config: ProxyConfig;
  readonly options: WriteOptions;
  /** The name of the format that `accessLog: 'on'` and `format: 'json'` mean. */
  readonly jsonFormat: string;
  jsonUsed = false;
  readonly #notices = new Set<string>();

  constructor(config: ProxyConfig, options: WriteOptions) {
    this.config = config;
    this.options = options;
    this.jsonFormat = freeName('wsproxy', config.logFormats ?? {});
  }

  get notices(): readonly string[] {
    return [...this.#notices];
  }

  notice(text: string): void {
    this.#notices.add(text);
  }

  /** A directive that older versions don't know. */
  since(version: string, line: Directive): Line {
    if (!this.knows(version)) {
      this.notice(`${line.name} is a comment, because it needs nginx ${version} or newer`);
      return comment(`${formatDirective(line)}  # nginx ${version} and newer`);
    }
    if (this.options.version !== undefined) return line;
    this.notice(`${line.name} needs nginx ${version} or newer`);
    return { ...line, note: `nginx ${version} and newer` };
  }

  /** Whether to write an argument that older versions don't know. */
  knowsArgument(version: string, what: string): boolean {
    const known = this.knows(version);
    if (!known) this.notice(`${what} is left out, because it needs nginx ${version} or newer`);
    else if (this.options.version === undefined) this.notice(`${what} needs nginx ${version} or newer`);
    return known;
  }

  /** Whether every nginx that is to read it knows what came with a version. */
  knows(version: string): boolean {
    return this.options.version === undefined || !isOlder(this.options.version, version);
  }

  /** The name of a file or folder. */
  file(name: string): string {
    if (isAbsolute(name)) return name;
    if (this.options.directory !== undefined) return join(this.options.directory, name);
    this.notice(
      "relative file names are from this proxy's working directory, but nginx takes certificates from the folder of nginx.conf, and logs from its prefix (-p)",
    );
    return name;
  }
}

/** A name that the user has not taken. */
export function freeName(name: string, taken: object): string {
  return Object.hasOwn(taken, name) ? freeName(`${name}_`, taken) : name;
}

/** Whether a version of nginx, such as `1.22` or `1.29.8`, is older than another. */
function isOlder(version: string, than: string): boolean {
  const left = numbers(version);
  const right = numbers(than);
  const differs = right.findIndex((number, index) => number !== (left[index] ?? 0));
  return differs >= 0 && (left[differs] ?? 0) < (right[differs] ?? 0);
}

function numbers(version: string): number[] {
  return version.split('.').map(Number);
}
