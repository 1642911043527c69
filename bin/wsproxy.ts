#!/usr/bin/env node
import { main } from './main.ts';

// Whoever read the output has gone, as in `wsproxy explain . | head`: no reason to cut anybody's connections
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await main(process.argv.slice(2));
