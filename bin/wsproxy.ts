#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Half of what a start takes is reading the modules
enableCompileCache();

// Whoever read the output has gone, as in `wsproxy explain . | head`: no reason to cut anybody's connections
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const [command, ...args] = process.argv.slice(2);
if (command === 'nginx') {
  // Apart from the other commands: its options are nginx's, and it starts as fast as it can
  const { nginx } = await import('./nginx/main.ts');
  process.exitCode = await nginx(args);
} else {
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
