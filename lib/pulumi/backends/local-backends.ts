import { localBackendProblem, PlanError, type BackendTarget, type EarlyPlan } from '../../plan/index.ts';
import type { Settings } from '../args/settings.ts';

/**
 * Checks that a backend on the task itself is another container of it. Only a transform can add one, and what it adds is not known here.
 *
 * @throws PlanError
 */
export function checkLocalBackends(
  { container }: Pick<EarlyPlan, 'container'>,
  targets: Readonly<Record<string, BackendTarget>>,
  { transform }: Pick<Settings, 'transform'>,
): void {
  const hasSidecar = transform?.taskDefinition !== undefined;
  const problem = localBackendProblem(
    targets,
    container,
    hasSidecar,
    'or add one to containerDefinitions by transform.taskDefinition',
  );
  if (problem !== undefined) throw new PlanError('WSPROXY_BACKEND_ADDRESS', problem);
}

/** The targets that are known when the program runs. */
export function targetsNow({ backends = {} }: Pick<Settings, 'backends'>): Readonly<Record<string, BackendTarget>> {
  return Object.fromEntries(
    Object.entries(backends).flatMap(([location, backend]) => {
      const target = backend._bind().targetNow();
      return target === undefined ? [] : [[location, target] as const];
    }),
  );
}
