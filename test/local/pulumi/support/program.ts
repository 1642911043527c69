import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { root } from '../../../support/tools.ts';

/** Where a program in a folder of its own finds the components. */
export const components = pathToFileURL(join(root, 'lib/pulumi/index.ts')).href;

/** The project file of a program whose types Node strips. */
const PROJECT = 'name: p\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n';

/** A new folder with a program, and with the packages of this repository; `await using` removes it. */
export async function temporaryProgram(
  files: Readonly<Record<string, string>>,
): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await temporaryFolder();
  await symlink(join(root, 'node_modules'), join(folder.path, 'node_modules'));
  for (const [name, content] of Object.entries({
    'Pulumi.yaml': PROJECT,
    'package.json': '{ "type": "module" }',
    ...files,
  })) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), content);
  }
  return folder;
}

/** A program with one proxy: the arguments of `WebSocketProxy`, as code. */
export function proxyProgram(args: string): string {
  return `
    import * as pulumi from '@pulumi/pulumi';
    import { Backend, RuntimeImage, WebSocketProxy } from '${components}';
    new WebSocketProxy('edge', {
      vpcId: 'vpc-1',
      publicSubnetIds: ['subnet-1', 'subnet-2'],
      privateSubnetIds: ['subnet-3', 'subnet-4'],
      image: RuntimeImage.fromRegistry('registry.example.com/proxy:1'),
      backends: { '/': Backend.service('chat', { port: 9000 }) },
      ${args}
    });`;
}
