import * as v from 'valibot';
import { patternSchema } from './pattern.ts';

const yes = v.optional(v.literal(true));
const number = v.optional(v.pipe(v.number(), v.integer()));

const actions = {
  /** Writes text, one character a byte, and waits until the kernel has taken all of it. */
  send: v.optional(v.string()),
  /** Waits until what came behind the last `expect` matches. */
  expect: v.optional(patternSchema),
  /** Waits until so many bytes have come in all. */
  expectBytes: number,
  /** Waits for the other side's FIN or RST. */
  expectClose: yes,
  /** Milliseconds. */
  sleep: number,
  /** Closes the socket: FIN, or RST where bytes are unread. */
  close: yes,
  /** Sends FIN and goes on reading. */
  shutdownWrite: yes,
  /** Closes the socket with RST. */
  rst: yes,
  /** Stops reading: the kernel's buffers fill up. */
  pauseRead: yes,
  resumeRead: yes,
  /** Writes this character until the other side takes no more. */
  sendUntilBlocked: v.optional(v.pipe(v.string(), v.length(1))),
};

const modifiers = {
  /** How long to wait for what is expected: milliseconds. */
  timeout: v.optional(v.number(), 5000),
  /** What does not come does not end the script. */
  optional: v.optional(v.boolean(), false),
};

const ONE_ACTION = 'a step is exactly one action';

const stepSchema = v.pipe(
  v.strictObject({ ...actions, ...modifiers }),
  v.check((step) => isOneAction(step), ONE_ACTION),
);

const backendStepSchema = v.strictObject({
  ...actions,
  /** Does these steps for the first request, and for as many more as come. */
  repeat: v.optional(v.array(stepSchema)),
  ...modifiers,
});

const clientStepSchema = v.strictObject({
  ...actions,
  /** Opens the connection, which its first step does otherwise; `refused` where nobody may take it. */
  connect: v.optional(v.union([v.literal(true), v.picklist(['tls', 'refused'])], 'neither tls nor refused')),
  /** Sends the program a signal. */
  signal: v.optional(v.picklist(['HUP', 'QUIT', 'TERM'])),
  /** Waits until the program has ended. */
  waitForExit: yes,
  ...modifiers,
  /** Which of the client's connections it is about. */
  conn: v.optional(v.string(), 'c1'),
});

type Word = 'expectClose' | 'close' | 'shutdownWrite' | 'rst' | 'pauseRead' | 'resumeRead';

/** A step of any script. */
export type Step = v.InferOutput<typeof stepSchema>;
export type BackendStep = v.InferOutput<typeof backendStepSchema>;
export type ClientStep = v.InferOutput<typeof clientStepSchema>;

export const backendScriptSchema = v.array(
  v.pipe(
    v.custom<Word | v.InferInput<typeof backendStepSchema>>(() => true),
    v.transform(wordAsAction),
    backendStepSchema,
    v.check((step) => isOneAction(step), ONE_ACTION),
  ),
);

export const clientScriptSchema = v.array(
  v.pipe(
    v.custom<Word | 'connect' | 'waitForExit' | v.InferInput<typeof clientStepSchema>>(() => true),
    v.transform(wordAsAction),
    clientStepSchema,
    v.check((step) => isOneAction(step), ONE_ACTION),
  ),
);

/** An action that needs no value may be a bare word. */
function wordAsAction<T extends object>(step: string | T): T | Record<string, true> {
  return typeof step === 'string' ? { [step]: true } : step;
}

function isOneAction(step: object): boolean {
  return Object.keys(step).filter((key) => !(key in modifiers) && key !== 'conn').length === 1;
}
