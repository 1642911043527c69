import { pathToFileURL } from 'node:url';

export const importMeta = { dirname: __dirname, filename: __filename, url: pathToFileURL(__filename).href };
