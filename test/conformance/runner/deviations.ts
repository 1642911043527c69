import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as v from 'valibot';
import { parseCase, type Case } from './case.ts';

const schema = v.array(
  v.pipe(
    v.strictObject({
      id: v.string(),
      /** One line for whoever asks why. */
      reason: v.string(),
      /** Parts of a case that take the place of the observed one's. */
      instead: v.optional(v.looseObject({ expect: v.unknown() })),
      /** The directive our proxy does not know, and must refuse to start for. */
      refuses: v.optional(v.string()),
    }),
    v.check(({ instead, refuses }) => (instead === undefined) !== (refuses === undefined), 'either instead or refuses'),
  ),
);

/** How our proxy differs from nginx in one case, by design. */
export type Deviation = { readonly reason: string } & (
  | { readonly instead: Partial<Case>; readonly refuses?: undefined }
  | { readonly refuses: string; readonly instead?: undefined }
);

/** The deviations of `deviations.yaml`, by the case's id. */
export function loadDeviations(): ReadonlyMap<string, Deviation> {
  const text = readFileSync(new URL('../deviations.yaml', import.meta.url), 'utf8');
  const deviations = new Map<string, Deviation>();
  for (const { id, reason, instead, refuses } of v.parse(schema, parse(text))) {
    if (deviations.has(id)) throw new Error(`deviations.yaml: ${id} is there twice`);
    if (refuses !== undefined) deviations.set(id, { reason, refuses });
    else if (instead !== undefined) deviations.set(id, { reason, instead: parseParts(id, instead) });
  }
  return deviations;
}

/** Reads parts of a case as a case is read, without the defaults of what is not there. */
function parseParts(id: string, parts: object): Partial<Case> {
  const whole = Object.entries(parseCase({ title: '', ...parts, id }));
  return Object.fromEntries(whole.filter(([key]) => key in parts));
}
