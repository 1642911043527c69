/** `npm start`: `wsproxy dev` with an example from these sources, the one in CDK or with `--pulumi` the one in Pulumi. */
import { join } from 'node:path';

const args = process.argv.slice(2);
const example = args.includes('--pulumi') ? 'pulumi-chat' : 'cdk-chat';
const root = join(import.meta.dirname, '..');

// What it starts takes the package's sources too
process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --conditions=wsproxy-source`.trim();
process.chdir(root);
process.argv.splice(2, args.length, 'dev', `examples/${example}`, ...args.filter((arg) => arg !== '--pulumi'));
await import('../bin/wsproxy.ts');
