import * as v from 'valibot';
import { expectSchema } from './expect.ts';
import { unknownPlaceholder } from './fragments.ts';
import { backendScriptSchema, clientScriptSchema } from './step.ts';

/** What a case adds to the configuration most of them share: everything goes to BACKEND, Upgrade is passed on. */
const additionsSchema = v.strictObject({
  /** Directives of `http`. */
  http: v.optional(v.string(), ''),
  /** Directives of `server`. */
  server: v.optional(v.string(), ''),
  proxyPass: v.optional(v.string(), 'http://{{BACKEND}}'),
  /** Directives of `location /`. */
  location: v.optional(v.string(), ''),
});

type Script = v.InferInput<typeof backendScriptSchema>;
type Scripts = Script | { perConnection: Script[] };

/** One script for all of a backend's connections, or one for each; the last one is for all that follow. */
const backendSchema = v.pipe(
  v.custom<Scripts>(() => true),
  v.transform((scripts) => (Array.isArray(scripts) ? { perConnection: [scripts] } : scripts)),
  v.strictObject({ perConnection: v.pipe(v.array(backendScriptSchema), v.minLength(1)) }),
  v.transform(({ perConnection }) => perConnection),
);

const NO_SCRIPT: Scripts = [];

const caseSchema = v.strictObject({
  id: v.string(),
  title: v.string(),
  note: v.optional(v.string()),
  /** All directives of `http`, or what is added to the usual ones. */
  conf: v.optional(
    v.union([v.string(), additionsSchema], 'neither directives nor { http, server, proxyPass, location }'),
    {},
  ),
  workerConnections: v.optional(v.number(), 256),
  /** The backends speak TLS. */
  backendTls: v.optional(v.boolean(), false),
  /** What the DNS server knows: addresses by name, null for a name it does not answer for. */
  dns: v.optional(v.record(v.string(), v.nullable(v.array(v.string())))),
  backend: v.optional(backendSchema, NO_SCRIPT),
  backend2: v.optional(backendSchema, NO_SCRIPT),
  backend3: v.optional(backendSchema, NO_SCRIPT),
  client: v.optional(clientScriptSchema, []),
  /** How long to look on when the client's script is over: milliseconds. */
  settleMs: v.optional(v.number(), 150),
  expect: expectSchema,
});

/** A case as it is written: see README.md. */
export type CaseInput = v.InferInput<typeof caseSchema>;

/** What nginx was seen to do: a configuration, what backends and clients do byte by byte, and what must come of it. */
export type Case = v.InferOutput<typeof caseSchema>;

/** @throws for a key or placeholder that does not exist: it would check nothing, and nobody would know */
export function parseCase(input: unknown): Case {
  const result = v.safeParse(caseSchema, input);
  const { id } = Object(input) as { id?: unknown };
  const name = typeof id === 'string' ? id : 'a case without id';
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`${name}: ${v.getDotPath(issue) ?? 'the case'}: ${issue.message}`);
  }
  const unknown = unknownPlaceholder(JSON.stringify(input));
  if (unknown !== undefined) throw new Error(`${name}: nothing has the name ${unknown}`);
  return result.output;
}
