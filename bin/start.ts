import { enableCompileCache } from 'node:module';

/** Runs the command line in this process, whose exit code it sets. */
export async function start(args: readonly string[]): Promise<void> {
  // Half of what a start takes is reading the modules
  enableCompileCache();

  // Whoever read the output has gone, as in `wsproxy explain . | head`: no reason to cut anybody's connections
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }

  const [command, ...others] = args;
  if (command === 'nginx') {
    // Apart from the other commands: its options are nginx's, and it starts as fast as it can
    const { nginx } = await import('./nginx/main.ts');
    process.exitCode = await nginx(others);
  } else {
    const { main } = await import('./main.ts');
    process.exitCode = await main(args);
  }
}
