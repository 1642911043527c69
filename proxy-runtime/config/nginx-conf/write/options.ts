/** How an nginx.conf is written. */
export interface WriteOptions {
  /**
   * The oldest nginx that is to read it, such as `1.22`: what it doesn't know is then a comment. Nothing is ever written that newer ones don't know.
   *
   * @default - everything is written, and notices name the version that is needed
   */
  readonly version?: string;
  /** DNS servers where the configuration leaves them to the system, which nginx can't: `10.0.0.2`, `10.0.0.2:53`. @default - comments stand for them */
  readonly resolver?: readonly string[];
  /** The folder that relative file names are meant from; they become absolute. @default - they stay as they are */
  readonly directory?: string;
}

/** An nginx.conf. */
export interface WrittenConf {
  readonly text: string;
  /** What is not the same in nginx, or what is needed for it; a line each. */
  readonly notices: readonly string[];
}
