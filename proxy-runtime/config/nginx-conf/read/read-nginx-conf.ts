import { ConfigError } from '../../config-error.ts';
import type { WorkerCount } from '../../values/worker-count.ts';
import { HTTP_TABLE } from './blocks/http.ts';
import { Listens } from './blocks/listens.ts';
import { MAIN_TABLE } from './blocks/main.ts';
import { noticeConflicts } from './blocks/server-name.ts';
import { UPSTREAM_TABLE } from './blocks/upstream.ts';
import type { HttpValues, MainLevel, MainValues } from './grammar/values-of-levels.ts';
import { Grammar } from './grammar/grammar.ts';
import { interpret } from './grammar/interpret.ts';
import { Level, type Reading } from './grammar/level.ts';
import { Places } from './grammar/places.ts';
import { readParameter } from './syntax/blocks.ts';
import type { Directive } from './syntax/directive.ts';
import { Files, readMainFile } from './syntax/files.ts';

/** What nginx does as a process: only for a program that is started like it. */
export interface ProcessDirectives {
  /** The file for the process's number, relative to the working directory. */
  readonly pid?: string;
  /** Whether nginx would go to the background. */
  readonly daemon: boolean;
  /** How many workers there are: `worker_processes`, 64 at most. */
  readonly workers: WorkerCount;
}

/** What an nginx.conf says, in this proxy's words; whether it can be run is not checked. */
export interface NginxConfText {
  readonly config: object;
  /** Says what is wrong with the configuration of the directive it comes from, by file and line. */
  readonly locate: (error: ConfigError) => ConfigError;
  readonly process: ProcessDirectives;
  /** The text of each file that was read, by its name. */
  readonly files: ReadonlyMap<string, string>;
  /** What was accepted without having an effect here, one line each: `nginx.conf:3: sendfile concerns files …`. */
  readonly notices: readonly string[];
}

export interface NginxConfOptions {
  /** The file's name: in messages, and its folder is where certificates and included files are looked for. @default 'nginx.conf', and no files */
  readonly file?: string;
  /** nginx's `-p`: the folder of logs, the pid file and temporary files. @default - the working directory */
  readonly prefix?: string;
  /** nginx's `-g`: directives of the main level. @default - none */
  readonly globalDirectives?: string;
  /** Refuse, as nginx does, what is only a part of a configuration: content of an http block, or no events block. @default false */
  readonly complete?: boolean;
  /** Whether {@link ProcessDirectives.workers} is followed; if not, `worker_processes` gets a notice. @default false */
  readonly startsWorkers?: boolean;
}

/** Reads the text of a file, which must be complete as nginx's own: with an events block. @throws {@link ConfigError} */
export function parseNginxConfFile(file: string, options: Omit<NginxConfOptions, 'file' | 'complete'>): NginxConfText {
  const path = new Files(undefined, options.prefix).fromPrefix(file);
  return parseNginxConf(readMainFile(path), { ...options, file, complete: true });
}

/**
 * Reads an nginx.conf, or what stands in its http block.
 *
 * @throws {@link ConfigError} for what can't be read, for what nginx would refuse where it stands, and for what is not this proxy's business:
 *   one line with file, line, reason and way out. Nothing is ignored without a notice.
 */
export function parseNginxConf(text: string, options: NginxConfOptions): NginxConfText {
  const { file = 'nginx.conf', prefix, globalDirectives = '', complete = false, startsWorkers = false } = options;
  const files = new Files(options.file, prefix);
  const reading: Reading = {
    files,
    places: new Places(),
    grammar: new Grammar([MAIN_TABLE, HTTP_TABLE, UPSTREAM_TABLE]),
    listens: new Listens(),
    logFormats: new Map([['combined', 'combined']]),
    notices: [],
    startsWorkers,
  };
  const main: MainLevel = new Level('main', MAIN_TABLE, [], reading);
  interpret(
    readParameter(globalDirectives, (directive) => files.include(directive)),
    main,
  );
  const http = readTop(files.readMain(text, file), main, complete);
  if (complete && !main.seen.has('events')) throw new ConfigError(`${file}: no "events" section in configuration`);
  noticeConflicts(reading.listens);
  return {
    config: toConfig(main.values, http, file),
    locate: (error) => reading.places.locate(error, file),
    process: {
      daemon: main.values.daemon !== 'off',
      workers: main.values.workerProcesses ?? 1,
      ...(main.values.pid === undefined ? {} : { pid: files.fromPrefix(main.values.pid) }),
    },
    files: files.texts,
    notices: reading.notices,
  };
}

/** Reads the outermost level: nginx's main level, or in a fragment that of http. */
function readTop(directives: readonly Directive[], main: MainLevel, complete: boolean): Partial<HttpValues> {
  const isMain = ({ name }: Directive) => MAIN_TABLE.find(name, 'main') !== undefined;
  const isHttp = ({ name }: Directive) => HTTP_TABLE.find(name, 'http') !== undefined;
  const fragment = !complete && directives.some(isHttp) && directives.every((each) => isHttp(each) || !isMain(each));
  if (!fragment) {
    interpret(directives, main);
    return main.values.http ?? {};
  }
  const http = new Level('http', HTTP_TABLE, [], main.reading);
  interpret(directives, http);
  return http.values;
}

function toConfig(main: Level<MainValues>['values'], http: Partial<HttpValues>, file: string): object {
  const { workerShutdownTimeout, errorLog, workerConnections } = main;
  const { servers = [] } = http;
  if (servers.length === 0)
    throw new ConfigError(`${file}: there is no "server" block; write one, with a "listen" and a "location"`);
  return {
    ...(workerShutdownTimeout === undefined ? {} : { workerShutdownTimeout }),
    ...(workerConnections === undefined ? {} : { workerConnections }),
    ...(errorLog === undefined ? {} : { errorLog }),
    ...http,
    servers,
  };
}
