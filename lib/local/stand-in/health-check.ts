import { get } from 'node:http';
import type { DeployedHealthCheck } from '../deployed/deployed-proxy.ts';

/** Where a target is on this machine. */
export interface TargetAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * One health check, as the load balancer makes it.
 *
 * @param signal - gives it up
 * @returns undefined when the target is healthy, else why it isn't
 */
export function checkHealth(
  { path, timeout, matcher }: DeployedHealthCheck,
  target: TargetAddress | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (target === undefined) return Promise.resolve('nothing listens on this port');
  return new Promise((resolve) => {
    const headers = { 'User-Agent': 'ELB-HealthChecker/2.0', Connection: 'close' };
    const timedOut = AbortSignal.timeout(timeout * 1000);
    const options = { ...target, path, headers, agent: false, signal: AbortSignal.any([timedOut, signal]) };
    const request = get(options, (response) => {
      const { statusCode = 0 } = response;
      response.resume();
      resolve(matches(matcher, statusCode) ? undefined : `answers ${statusCode} instead of ${matcher}`);
    });
    request.on('error', (error) => {
      resolve(timedOut.aborted ? `no answer within ${timeout} s` : error.message);
    });
  });
}

/** Whether a status code is among `200`, `200-299` or `200,204,300-303`. */
function matches(matcher: string, statusCode: number): boolean {
  return matcher.split(',').some((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return first !== undefined && last !== undefined && first <= statusCode && statusCode <= last;
  });
}
