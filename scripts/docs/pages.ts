import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { directivesPage } from './directives.ts';
import { errorsPage } from './errors.ts';
import { propsPage } from './props.ts';
import { providerSchema } from './provider-schema.ts';
import { timeoutsPage } from './timeouts.ts';

/** A file that the sources say: a page of the documentation, a schema. */
export interface GeneratedPage {
  readonly file: string;
  readonly text: string;
}

const PAGES: Readonly<Record<string, () => string>> = {
  'docs/directives.md': directivesPage,
  'docs/errors.md': errorsPage,
  'docs/props.md': propsPage,
  'docs/timeouts.md': timeoutsPage,
  'lib/pulumi/provider/schema.json': providerSchema,
};

const ROOT = join(import.meta.dirname, '../..');

/** All such pages, formatted as the others are. */
export function generatedPages(): Promise<readonly GeneratedPage[]> {
  return Promise.all(
    Object.entries(PAGES).map(async ([name, page]) => {
      const file = join(ROOT, name);
      return { file, text: await format(page(), { ...(await resolveConfig(file)), filepath: file }) };
    }),
  );
}
