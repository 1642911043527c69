/** What stands for the image's own on this machine. */
export interface InsteadOfImage {
  readonly node: string;
  readonly server: string;
}

/**
 * The command line with which an image starts the proxy server: its ENV and ENTRYPOINT, with this machine's files.
 *
 * @throws Error for a Dockerfile whose entry point is not `["node", …, "…/server.mjs"]`
 */
export function imageCommand(dockerfile: string, { node, server }: InsteadOfImage): string[] {
  const [program, ...args] = entryPoint(dockerfile);
  const at = args.findIndex((arg) => arg.endsWith('/server.mjs'));
  if (program !== 'node' || at < 0) {
    throw new Error(`the image's entry point is not node with server.mjs: ${[program, ...args].join(' ')}`);
  }
  const environment = [...dockerfile.matchAll(/^ENV (\w+=.*)$/gm)].map(([, pair = '']) => pair.replaceAll('"', ''));
  return [...(environment.length > 0 ? ['env', ...environment] : []), node, ...args.with(at, server)];
}

function entryPoint(dockerfile: string): string[] {
  const json = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile)?.[1];
  if (json === undefined) throw new Error('the Dockerfile has no ENTRYPOINT […]');
  return JSON.parse(json) as string[];
}
