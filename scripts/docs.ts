/** `npm run docs`: writes the pages of docs/ that follow from tables in the sources. A test compares them. */
import { writeFileSync } from 'node:fs';
import { generatedPages } from './docs/pages.ts';

for (const { file, text } of await generatedPages()) writeFileSync(file, text);
