import { RequestLimits, type LimitResult } from '../../limits/request-limits.ts';
import type { ExchangeContext } from '../exchange-context.ts';

/** nginx's preaccess phase: `limit_req`, whose delay is waited for, then `limit_conn`, which counts the request until it is over. */
export function checkLimits(exchange: ExchangeContext, pass: () => void): void {
  const { limitReq, limitConn } = exchange.settings;
  if (limitReq === undefined && limitConn === undefined) {
    pass();
    return;
  }
  const { cycle } = exchange;
  const limits = new RequestLimits(cycle.zones, exchange, (level, message) => cycle.log(level, message, exchange));
  exchange.limits = limits;
  const count = (): void => follow(exchange, limitConn && limits.limitConn(limitConn), pass);
  follow(exchange, limitReq && limits.limitReq(limitReq), count);
}

function follow(exchange: ExchangeContext, result: LimitResult | undefined, pass: () => void): void {
  if (result === undefined || result.kind === 'pass') pass();
  else if (result.kind === 'refuse') exchange.answer({ status: result.status });
  else {
    const timer = setTimeout(() => {
      exchange.pending = undefined;
      pass();
    }, result.ms);
    exchange.pending = { stop: () => clearTimeout(timer) };
  }
}

/** The request, or its tunnel, is over. */
export function leaveLimits({ limits }: ExchangeContext): void {
  limits?.leave();
}
