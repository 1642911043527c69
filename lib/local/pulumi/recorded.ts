/** What passes between wsproxy and the process in which a Pulumi program runs, as JSON files. */
import type { Placeholder } from './placeholders.ts';

/** How to run the program. */
export interface RunRequest {
  /** The program's own copy of `@pulumi/pulumi`. */
  readonly sdk: string;
  readonly project: string;
  readonly stack: string;
  /** Full keys and their values, as Pulumi hands them to a program. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys of secrets whose values only Pulumi can decrypt. */
  readonly secrets: readonly string[];
  readonly region: string;
  /** Where the report is to be written. */
  readonly report: string;
}

/** What a program declares, and the placeholders that it was given for what only a deployment knows. */
export interface Recording {
  readonly resources: readonly RecordedResource[];
  readonly placeholders: readonly Placeholder[];
}

/** What came of a run. */
export interface RunReport extends Recording {
  /** What is wrong, when the program failed. */
  readonly errorLine?: string;
}

/** A resource that the program declares. */
export interface RecordedResource {
  /** Its type token, such as `aws:lb/listener:Listener`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** The URN of what it is a child of. */
  readonly parent: string;
  /** Whether it exists already, and is only looked up: nothing else is known of it then. */
  readonly existing: boolean;
  readonly id: string;
  readonly arn?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}
