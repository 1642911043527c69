import { alternative, mark, type Alternative } from '../../plan/props/index.ts';

/** How many tasks the proxy has. */
export class Scaling {
  /**
   * As many tasks as this, 0 to 5000.
   *
   * If you scale by `service.autoScaleTaskCount()`, leave `scaling` out, and give that a `minCapacity` of `plan.service.desiredCount` or more.
   */
  static fixed(desiredCount: number): Scaling {
    return new Scaling(alternative('fixed', { desiredCount }));
  }

  readonly #alternative: Alternative;

  private constructor(chosen: Alternative) {
    this.#alternative = chosen;
    mark(this, 'cdk.Scaling');
  }

  /** @internal */
  _bind(): Alternative {
    return this.#alternative;
  }
}
