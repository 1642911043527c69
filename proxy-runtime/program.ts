/** What is bundled: the program of the container, and of a Node image that imports it. A worker's thread runs it, too. */
import { isMainThread } from 'node:worker_threads';
import { main } from './main.ts';

export { main };

if (isMainThread && import.meta.main) await main(process.argv.slice(2));
