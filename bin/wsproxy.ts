#!/usr/bin/env node
/**
 * What a shell starts. Old versions of Node have to parse it, so that they can say that they are too old: it imports nothing by itself.
 */

/** That of `engines` in package.json. */
const NEEDED = { major: 22, minor: 12 };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor)) {
  void import('./start.ts').then(({ start }) => start(process.argv.slice(2)));
} else {
  process.stderr.write(
    `wsproxy: needs Node ${NEEDED.major}.${NEEDED.minor} or later; this is ${process.versions.node}\n`,
  );
  process.exitCode = 2;
}
