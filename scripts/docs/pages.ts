import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { directivesPage } from './directives.ts';
import { errorsPage } from './errors.ts';
import { timeoutsPage } from './timeouts.ts';

/** A page of the documentation that a table of the sources says. */
export interface GeneratedPage {
  readonly file: string;
  readonly text: string;
}

const PAGES: Readonly<Record<string, () => string>> = {
  'directives.md': directivesPage,
  'errors.md': errorsPage,
  'timeouts.md': timeoutsPage,
};

const DOCS = join(import.meta.dirname, '../../docs');

/** All such pages, formatted as the others are. */
export function generatedPages(): Promise<readonly GeneratedPage[]> {
  return Promise.all(
    Object.entries(PAGES).map(async ([name, page]) => {
      const file = join(DOCS, name);
      return { file, text: await format(page(), { ...(await resolveConfig(file)), filepath: file }) };
    }),
  );
}
