import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from './tools.ts';

let file: string | undefined;

/** `wsproxy nginx` as one file, made anew for this process: it starts three times as fast as its sources, and a suite starts it hundreds of times. */
export function bundledNginx(): string {
  return (file ??= bundle());
}

function bundle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wsproxy-bundle-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'nginx.mjs');
  buildSync({
    stdin: {
      // Its workers run the same file
      contents: `
        import { isMainThread } from 'node:worker_threads';
        import { nginx } from './bin/nginx/main.ts';
        if (isMainThread) process.exitCode = await nginx(process.argv.slice(2));
        else await import('./proxy-runtime/workers/worker-program.ts');
      `,
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    logLevel: 'warning',
  });
  return outfile;
}
