/** Loaded into a proxy by `--import`: says on standard error what is connected or accepted as a socket of `node:net`. */
import { subscribe } from 'node:diagnostics_channel';

for (const channel of ['net.client.socket', 'net.server.socket'])
  subscribe(channel, () => process.stderr.write(`${channel}\n`));
