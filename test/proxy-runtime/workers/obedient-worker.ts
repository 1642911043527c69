/**
 * Preloaded with `--import`, it lets a test tell a worker's thread what to do: it looks for a file `crash-N` or `block-N` in the folder
 * WORKER_ORDERS, N being the worker's number.
 */
import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';

/** How long a worker that is told to block does. */
const BLOCK_MS = 400;

const { WORKER_ORDERS: folder } = process.env;
const { wsproxy: { worker } = {} } = (workerData ?? {}) as { readonly wsproxy?: { readonly worker?: number } };

if (!isMainThread && folder !== undefined && worker !== undefined) {
  setInterval(() => {
    if (take(join(folder, `crash-${worker}`))) throw new Error('told to crash');
    if (take(join(folder, `block-${worker}`))) for (const end = performance.now() + BLOCK_MS; performance.now() < end;);
  }, 20).unref();
}

function take(file: string): boolean {
  if (!existsSync(file)) return false;
  unlinkSync(file);
  return true;
}
