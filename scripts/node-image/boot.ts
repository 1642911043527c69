import { unpack } from './unpack.ts';

/** Filled in by the build. */
declare const PACKED: string;
declare const LENGTH: number;

/** The proxy server has no dependencies, so it can be imported from its own text: the root filesystem is read-only. */
const server = Buffer.from(unpack(PACKED, LENGTH)).toString('base64');
const { main } = (await import('data:text/javascript;base64,'.concat(server))) as {
  readonly main: (args: readonly string[]) => Promise<void>;
};
await main(process.argv.slice(1));
