import { alternative, mark, type Alternative } from '../../plan/props/index.ts';
import type { ApplicationLoadBalancingArgs } from './application.ts';

/** What takes the clients' connections to the proxy's tasks. */
export class LoadBalancing {
  /** An Application Load Balancer of the proxy's own, with its listeners and its target group. */
  static application(args: ApplicationLoadBalancingArgs = {}): LoadBalancing {
    return new LoadBalancing(alternative('application', args));
  }

  readonly #alternative: Alternative;

  private constructor(chosen: Alternative) {
    this.#alternative = chosen;
    mark(this, 'pulumi.LoadBalancing');
  }

  /** @internal */
  _bind(): Alternative {
    return this.#alternative;
  }
}
