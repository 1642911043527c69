import { alternative, mark, type Alternative } from '../../plan/props/index.ts';
import type { ApplicationLoadBalancingProps } from './application.ts';

/** What takes the clients' connections to the proxy's tasks. */
export class LoadBalancing {
  /** An Application Load Balancer of the proxy's own, with its listeners and its target group. */
  static application(props: ApplicationLoadBalancingProps = {}): LoadBalancing {
    return new LoadBalancing(alternative('application', props));
  }

  readonly #alternative: Alternative;

  private constructor(chosen: Alternative) {
    this.#alternative = chosen;
    mark(this, 'cdk.LoadBalancing');
  }

  /** @internal */
  _bind(): Alternative {
    return this.#alternative;
  }
}
