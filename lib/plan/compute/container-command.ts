import type { ContainerPlan } from '../deployment-plan.ts';

/** The command of the proxy's container. */
export function containerCommand({ workers }: Pick<ContainerPlan, 'workers'>, configJson: string): string[] {
  return ['--workers', String(workers), '--config-json', configJson];
}
