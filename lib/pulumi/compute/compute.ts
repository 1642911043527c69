import { alternative, mark, type Alternative } from '../../plan/props/index.ts';
import type { FargateComputeArgs } from './fargate.ts';

/** What the proxy's tasks run on. */
export class Compute {
  /** An ECS service on Fargate. */
  static fargate(args: FargateComputeArgs = {}): Compute {
    return new Compute(alternative('fargate', args));
  }

  readonly #alternative: Alternative;

  private constructor(chosen: Alternative) {
    this.#alternative = chosen;
    mark(this, 'pulumi.Compute');
  }

  /** @internal */
  _bind(): Alternative {
    return this.#alternative;
  }
}
