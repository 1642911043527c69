/** Run by imports.test.ts: prints the URLs of all that is loaded, CommonJS included, when `argv[2]` is imported. */
import { registerHooks } from 'node:module';

const loaded: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
await import(process.argv[2] ?? '');
console.log(JSON.stringify(loaded));
