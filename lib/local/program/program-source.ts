import type { DeployedProxy } from '../deployed/deployed-proxy.ts';

/** The user's infrastructure program: where what would be deployed comes from. */
export interface Program {
  /** The program's name, as the user gave it. */
  readonly name: string;
  /** The directory of the program's sources and of its wsproxy.json. */
  readonly directory: string;
  /** Whether it is the output of a program instead of a program. */
  readonly synthesized: boolean;
  /** What reading it is called. */
  readonly reading: 'synthesizing' | 'running';
  /** Whether a change of the file can't change what would be deployed. */
  ignores(file: string): boolean;
  /** What it would deploy, which is at least one proxy. */
  read(options?: ReadOptions): Promise<readonly [DeployedProxy, ...DeployedProxy[]]>;
}

/** Options of reading a program. */
export interface ReadOptions {
  /** Ends the program when it is aborted. @default - it takes as long as it takes */
  readonly signal?: AbortSignal;
  /** Gets what the program writes to stdout, line by line. @default - nobody does */
  readonly onOutput?: (line: string) => void;
}

/** A program of one kind, which may deploy no proxy. */
export interface ProgramSource extends Omit<Program, 'read'> {
  read(options?: ReadOptions): Promise<readonly DeployedProxy[]>;
}
