/** What is bundled: the program of the container, and of a Node image that imports it. */
import { main } from './main.ts';

export { main };

if (import.meta.main) await main(process.argv.slice(2));
