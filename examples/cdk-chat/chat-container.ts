import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage, type ContainerDefinitionOptions } from 'aws-cdk-lib/aws-ecs';
import { buildSync } from 'esbuild';

const folder = fileURLToPath(new URL('chat', import.meta.url));
const entry = "import page from './index.html'; import { serve } from './serve.ts'; serve(page);";

/** The chat's image, built from its Dockerfile by `cdk deploy`. */
export function builtImage(): ContainerDefinitionOptions {
  return { image: ContainerImage.fromAsset(folder, { platform: Platform.LINUX_AMD64 }) };
}

/** The chat on a public Node image: program and page travel, bundled and compressed, in the container's command. */
export function onNodeImage(): ContainerDefinitionOptions {
  const { outputFiles } = buildSync({
    stdin: { contents: entry, resolveDir: folder },
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    format: 'cjs',
    loader: { '.html': 'text' },
  });
  const bundle = Buffer.concat(outputFiles.map((file) => file.contents));
  const program = brotliCompressSync(bundle).toString('base64');
  return {
    image: ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:26-slim'),
    command: [
      'node',
      '--eval',
      `eval(require('zlib').brotliDecompressSync(Buffer.from('${program}','base64')).toString())`,
    ],
  };
}
