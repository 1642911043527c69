import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { buildSync } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** A public image that has Node and nothing else. */
export const nodeImage = 'public.ecr.aws/docker/library/node:26.10.0-slim';

const entry = "import page from './index.html'; import { serve } from './serve.ts'; serve(page);";

/** The chat as a command for {@link nodeImage}: program and page travel in it, bundled and compressed. */
export function nodeCommand(): string[] {
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
  return [
    'node',
    '--eval',
    `eval(require('zlib').brotliDecompressSync(Buffer.from('${program}','base64')).toString())`,
  ];
}
