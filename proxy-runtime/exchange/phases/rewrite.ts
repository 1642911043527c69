import type { Return } from '../../compile/return.ts';
import { isRedirect } from '../../config/values/return-code.ts';
import { TITLES_OF_400 } from '../../http/status.ts';
import { setVariables } from '../../variables/set.ts';
import type { ExchangeContext } from '../exchange-context.ts';
import { sendContinue } from '../send-continue.ts';
import type { OwnResponse } from '../own-response.ts';
import { redirectTo } from '../redirect.ts';

/** nginx's server rewrite phase: `set` and `return` of the server block. @returns whether the request is answered */
export function rewriteServer(exchange: ExchangeContext): boolean {
  setVariables(exchange.server.set, exchange);
  return returnIfAny(exchange, exchange.server.return);
}

/** nginx's rewrite phase: those of the location. */
export function rewriteLocation(exchange: ExchangeContext): boolean {
  const { location } = exchange;
  if (location === undefined) return false;
  setVariables(location.set, exchange);
  return returnIfAny(exchange, location.return);
}

function returnIfAny(exchange: ExchangeContext, returned: Return | undefined): boolean {
  if (returned === undefined) return false;
  const { code } = returned;
  exchange.answersItself = true;
  const text = returned.text?.(exchange);
  if (text !== undefined || code < 400) sendContinue(exchange);
  if (text === undefined && SILENT.has(code)) {
    closeSilently(exchange, code);
  } else if (text !== undefined && isRedirect(code)) {
    exchange.answer({ status: code, ...redirectTo(exchange, text) });
  } else {
    exchange.answer({ status: code, text, ...(text === undefined && CODES_OF_400[code]) });
  }
  return true;
}

/** Closes the connection without an answer. @param status - what logs say */
export function closeSilently(exchange: ExchangeContext, status: number): void {
  exchange.outcome.status = status;
  exchange.closeAfterwards();
  exchange.finish('refused');
}

/** Codes of nginx's own: without a text, the connection is closed without an answer. */
const SILENT = new Set([408, 444, 499]);

/** More of them, which are a 400 to the client. */
const CODES_OF_400: Readonly<Record<number, OwnResponse>> = {
  494: { status: 400, title: TITLES_OF_400[494], closes: false },
  495: { status: 400, title: TITLES_OF_400[495] },
  496: { status: 400, title: TITLES_OF_400[496] },
  497: { status: 400, title: TITLES_OF_400[497] },
};
