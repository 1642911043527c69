import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { join } from 'node:path';
import type { Peer } from './peer.ts';

/** A proxy of the npm registry, in the server of its name in `servers/`. */
export function findNodeProxy(name: string): Peer | string {
  const version = installedVersion(name);
  if (version === undefined) return `the package ${name} is not installed; npm ci does it`;
  const server = join(import.meta.dirname, 'servers', `${name}.ts`);
  return {
    name,
    version,
    command: ({ proxy, backend }) => [process.execPath, server, String(proxy), String(backend)],
  };
}

function installedVersion(name: string): string | undefined {
  try {
    const file = findPackageJSON(name, import.meta.url);
    return file && (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  } catch {
    return undefined;
  }
}
