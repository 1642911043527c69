import type { Return } from '../../config/compile-return.ts';
import { isRedirect } from '../../http/status.ts';
import { setVariables } from '../../variables/set.ts';
import type { Exchange } from '../exchange.ts';
import { redirectUrl } from '../redirect.ts';

/** nginx's server rewrite phase: `set` and `return` of the server block. @returns whether the request is answered */
export function rewriteServer(exchange: Exchange): boolean {
  setVariables(exchange.server.set, exchange);
  return returnIfAny(exchange, exchange.server.return);
}

/** nginx's rewrite phase: those of the location. */
export function rewriteLocation(exchange: Exchange): boolean {
  const { location } = exchange;
  if (location === undefined) return false;
  setVariables(location.set, exchange);
  return returnIfAny(exchange, location.return);
}

function returnIfAny(exchange: Exchange, returned: Return | undefined): boolean {
  if (returned === undefined) return false;
  const { code } = returned;
  const text = returned.text?.(exchange);
  if (code === 444) {
    exchange.outcome.status = 444;
    exchange.closeAfterwards();
    exchange.finish('refused');
  } else if (text !== undefined && isRedirect(code)) {
    exchange.answer({ status: code, location: redirectUrl(exchange, text) });
  } else {
    exchange.answer({ status: code, text });
  }
  return true;
}
