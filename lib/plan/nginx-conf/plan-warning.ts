/** What is legal but may not be meant, or is not as an nginx.conf has it. */
export interface PlanWarning {
  /** The same for every warning of its kind: what one is acknowledged by. */
  readonly id: string;
  readonly text: string;
}

/** Takes a warning. */
export type Warn = (id: string, text: string) => void;
