import { alternative, mark, type Alternative } from '../../plan/props/index.ts';
import type { FargateComputeProps } from './fargate.ts';

/** What the proxy's tasks run on. */
export class Compute {
  /** An ECS service on Fargate. */
  static fargate(props: FargateComputeProps = {}): Compute {
    return new Compute(alternative('fargate', props));
  }

  readonly #alternative: Alternative;

  private constructor(chosen: Alternative) {
    this.#alternative = chosen;
    mark(this, 'cdk.Compute');
  }

  /** @internal */
  _bind(): Alternative {
    return this.#alternative;
  }
}
