/** What is not as in 0.1 of purpose. */
export interface Change {
  readonly side: 'cdk' | 'pulumi';
  /** The paths of what it is about, such as `ProxyService4F705126 › Properties › DesiredCount`. */
  readonly facts: RegExp;
  readonly reason: string;
}

/** All there are. One that does not show any more has to go. */
export const CHANGES: readonly Change[] = [
  {
    side: 'cdk',
    facts: / › LinuxParameters › /,
    reason: 'the container has no Linux capabilities, and an init process where a shell may be opened',
  },
  { side: 'pulumi', facts: / › linuxParameters/, reason: 'in CDK' },
  { side: 'cdk', facts: / › EntryPoint › /, reason: "V8's and Node's flags are on the command line" },
  { side: 'pulumi', facts: / › entryPoint › /, reason: 'in CDK, too' },
];
