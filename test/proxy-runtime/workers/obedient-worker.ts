/**
 * Preloaded with `--import`, it lets a test tell a thread what to do: it looks for a file `crash-N`, `block-N` or `hang-N` in the folder
 * WORKER_ORDERS, N being the worker's number, or `main` for the thread that started them or works alone.
 */
import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';

/** How long a worker that is told to block does. */
const BLOCK_MS = 400;

const { WORKER_ORDERS: folder } = process.env;
const { wsproxy: { worker } = {} } = (workerData ?? {}) as { readonly wsproxy?: { readonly worker?: number } };
const name = isMainThread ? 'main' : worker;

if (folder !== undefined && name !== undefined) {
  setInterval(() => {
    if (take(join(folder, `crash-${name}`))) throw new Error('told to crash');
    if (take(join(folder, `block-${name}`))) block(BLOCK_MS);
    if (take(join(folder, `hang-${name}`))) block(Infinity);
  }, 20).unref();
}

function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

function take(file: string): boolean {
  if (!existsSync(file)) return false;
  unlinkSync(file);
  return true;
}
