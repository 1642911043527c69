import * as v from 'valibot';
import { patternsSchema } from './pattern.ts';

const range = v.pipe(v.tuple([v.number(), v.number()]), v.readonly());
const rangeSchema = v.optional(range);

/** What must be true of one connection, seen from the case's own end of it. */
const sideEntries = {
  /** Patterns in all bytes that came. */
  match: patternsSchema,
  notMatch: patternsSchema,
  /** How many bytes came: at least, at most. */
  length: rangeSchema,
  /** How the other side closed it. Over TLS, FIN is one behind a close_notify. */
  close: v.optional(v.picklist(['fin', 'rst', 'open'])),
  /** When it did: milliseconds after the client's script began. */
  closeMs: rangeSchema,
  /** When the first byte came. */
  firstByteMs: rangeSchema,
  /** How many bytes `sendUntilBlocked` got rid of. */
  sentUntilBlocked: rangeSchema,
};

const sideSchema = v.strictObject(sideEntries);

/** What must be true of a backend's first connection, and of all of them. */
const backendSchema = v.optional(
  v.strictObject({
    ...sideEntries,
    /** How many connections there were. */
    connections: v.optional(v.number()),
    /** By the connection's number; the first is 0. */
    onConnection: v.optional(v.record(v.pipe(v.string(), v.digits()), sideSchema), {}),
  }),
);

const logEntries = { match: patternsSchema, notMatch: patternsSchema };

const logSchema = v.optional(v.strictObject(logEntries));

export const expectSchema = v.strictObject({
  /** The client's connection c1. */
  client: v.optional(sideSchema),
  /** By name, where there are several. */
  clients: v.optional(v.record(v.string(), sideSchema), {}),
  backend: backendSchema,
  backend2: backendSchema,
  backend3: backendSchema,
  /** When all connections are closed. */
  accessLog: v.optional(
    v.strictObject({
      ...logEntries,
      /** Times in its first line, by the name they have there: `rt`. */
      ms: v.optional(v.record(v.string(), range), {}),
    }),
  ),
  /** Before that. */
  accessLogWhileOpen: logSchema,
  /** nginx's own wording, which is of no other program's concern. */
  nginxErrorLog: logSchema,
  /** When the program ended: milliseconds after the client's script began. */
  exitMs: rangeSchema,
  /** It must not start, and say this. */
  startupFails: v.optional(v.string()),
  /** What a connection's script waits for in vain, or can't send, is no failure. */
  ignoreScriptErrors: v.optional(v.boolean(), false),
});

export type Expect = v.InferOutput<typeof expectSchema>;
export type ExpectSide = v.InferOutput<typeof sideSchema>;
export type ExpectBackend = NonNullable<Expect['backend']>;
export type ExpectLog = NonNullable<Expect['nginxErrorLog']>;
export type ExpectAccessLog = NonNullable<Expect['accessLog']>;
export type Range = readonly [number, number];
