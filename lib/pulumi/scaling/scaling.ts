import type * as pulumi from '@pulumi/pulumi';
import { alternative, mark, type Alternative } from '../../plan/props/index.ts';

/** How many tasks the proxy has. */
export class Scaling {
  /** As many tasks as this, 0 to 5000. */
  static fixed(desiredCount: pulumi.Input<number | undefined>): Scaling {
    return new Scaling(alternative('fixed', { desiredCount }));
  }

  readonly #alternative: Alternative;

  private constructor(chosen: Alternative) {
    this.#alternative = chosen;
    mark(this, 'pulumi.Scaling');
  }

  /** @internal */
  _bind(): Alternative {
    return this.#alternative;
  }
}
