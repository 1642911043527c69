import * as pulumi from '@pulumi/pulumi';
import { PlanError } from '../../plan/index.ts';
import { laterAtComponent, type ComponentContext } from '../errors/component-errors.ts';

interface Opened {
  readonly service: string;
  readonly securityGroupId: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
}

/** The ports of security groups that are opened for services, each of which EC2 takes one rule for. */
export class OpenedPorts {
  readonly #opened: Opened[] = [];

  /** Whether no service before has the same port and group, as far as that shows when the program runs: two outputs are two groups. */
  opensFirst(service: string, securityGroupId: pulumi.Input<string>, port: pulumi.Input<number>): boolean {
    if (this.#opened.some((other) => other.securityGroupId === securityGroupId && other.port === port)) return false;
    this.#opened.push({ service, securityGroupId, port });
    return true;
  }

  /** Refuses two outputs that turn out to be one group, before EC2 does and says less. */
  check(place: ComponentContext): pulumi.Output<void> {
    return laterAtComponent(place, pulumi.output(this.#opened), (opened) => {
      for (const [index, { service, securityGroupId, port }] of opened.entries()) {
        const other = opened
          .slice(0, index)
          .find((one) => one.securityGroupId === securityGroupId && one.port === port);
        if (other === undefined) continue;
        throw new PlanError(
          'WSPROXY_BACKEND_SERVICE',
          `the services '${other.service}' and '${service}' have the same port, ${port}, and security group, ${securityGroupId}, but EC2 takes one rule for it; leave out the securityGroupId of one of them`,
        );
      }
    });
  }
}
