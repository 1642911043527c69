/**
 * What a public Node image runs instead of a proxy server of its own: fetches the server from Amazon S3 and runs it out of memory, for the
 * root filesystem is read-only. Its arguments are the object's bucket, key, region, host and SHA-256, and then the server's own.
 */
import { download } from './download.ts';
import { runAlone } from './run-alone.ts';
import { readObject } from './s3-object.ts';

const [bucket = '', key = '', region = '', host = '', sha256 = '', ...args] = process.argv.slice(1);

// The first process of a container has no default handlers, and would ignore a signal until it is killed.
const leave = (): never => process.exit(0);
const SIGNALS = ['SIGTERM', 'SIGQUIT', 'SIGINT'];
for (const signal of SIGNALS) process.on(signal, leave);

const server = await download(() => readObject({ bucket, key, region, host }), sha256).catch(
  (error: unknown): never => {
    const { message } = error as Error;
    process.stderr.write(`wsproxy: the proxy server can't be fetched from s3://${bucket}/${key}: ${message}\n`);
    process.exit(1);
  },
);
await runAlone(server, args);
const { main } = (await import(`data:text/javascript;base64,${server.toString('base64')}`)) as {
  readonly main: (args: readonly string[]) => Promise<void>;
};
for (const signal of SIGNALS) process.off(signal, leave);
await main(args);
