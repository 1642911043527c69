import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { nodeCrypto } from '../node/builtins.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How much of a file is read, and written to a backend, at a time. */
const PIECE = 64 * 1024;

/**
 * A request's body, read completely before a backend is asked: in memory up to `client_body_buffer_size`, beyond that in a file that has
 * lost its name already, so that nothing is left of it whatever happens.
 */
export class BodyStore {
  length = 0;
  readonly #limit: number;
  readonly #folder: string;
  #pieces: Buffer[] = [];
  #file: number | undefined;

  /** @param folder - of the file; undefined for the system's own */
  constructor(limit: number, folder: string | undefined) {
    this.#limit = limit;
    this.#folder = folder ?? tmpdir();
  }

  /** @throws the system's error where the file can't be written */
  add(piece: Buffer): void {
    this.length += piece.length;
    if (this.#file === undefined && this.length <= this.#limit) {
      this.#pieces.push(piece);
      return;
    }
    this.#file ??= openNameless(this.#folder);
    for (const each of [...this.#pieces, piece]) writeAll(this.#file, each);
    this.#pieces = [];
  }

  /** The whole body, where it is in memory. */
  get memory(): Buffer | undefined {
    if (this.#file !== undefined) return undefined;
    if (this.#pieces.length !== 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0];
  }

  /** A piece of it from there on; empty at the end. */
  read(from: number): Buffer {
    if (this.#file === undefined) return this.memory?.subarray(from, from + PIECE) ?? Buffer.alloc(0);
    // A new buffer each time: a write keeps it until the backend has taken it
    const piece = Buffer.allocUnsafe(Math.min(PIECE, this.length - from));
    return piece.subarray(0, readSync(this.#file, piece, 0, piece.length, from));
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#pieces = [];
  }
}

function openNameless(folder: string): number {
  const name = join(folder, `wsproxy-body-${nodeCrypto().randomBytes(12).toString('hex')}`);
  const file = openSync(name, 'wx+', 0o600);
  unlinkSync(name);
  return file;
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
