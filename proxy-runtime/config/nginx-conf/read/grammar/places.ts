import { ConfigError } from '../../../config-error.ts';
import { directiveName } from '../../../values/directive-name.ts';
import { errorAt, type Directive } from '../syntax/directive.ts';

type Path = readonly unknown[];

/** Which directive said what: the way back from an option of the configuration to its file and line. */
export class Places {
  readonly #directives = new Map<string, Directive>();

  note(path: Path, directive: Directive): void {
    this.#directives.set(JSON.stringify(path), directive);
  }

  /** Unless another directive has been noted for it. */
  noteFirst(path: Path, directive: Directive): void {
    if (!this.#directives.has(JSON.stringify(path))) this.note(path, directive);
  }

  /** What is wrong with the configuration, said of the directive it comes from. */
  locate(error: ConfigError, file: string): ConfigError {
    for (let length = error.path.length; length > 0; length--) {
      const directive = this.#directives.get(JSON.stringify(error.path.slice(0, length)));
      if (directive === undefined) continue;
      const subject = `${title(directive)}: ${absent(directive, error.path[length])}`;
      return errorAt(directive, inNginxWords(subject + error.reason));
    }
    return new ConfigError(`${file}: ${inNginxWords(error.message)}`);
  }
}

function title({ name, args, block }: Directive): string {
  return block === undefined ? `"${name}"` : [name, ...args].join(' ');
}

/** A directive that a server or location lacks, or has from outside: what stands there doesn't tell which it is. */
function absent({ name, block }: Directive, option: unknown): string {
  const isLevel = block !== undefined && (name === 'server' || name === 'location');
  return isLevel && typeof option === 'string' && option !== 'locations' ? `${option}: ` : '';
}

/** Our options' names as the directives they are: `proxyPass` is `proxy_pass`. */
function inNginxWords(text: string): string {
  return text.replaceAll(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, directiveName);
}
