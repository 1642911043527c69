import { copyText } from '../http/copy-text.ts';
import { PackedHead } from '../http/packed-head.ts';
import { NO_HEAD } from '../http/request-head.ts';
import { NO_URI, type NormalizedUri } from '../http/uri.ts';
import { RequestValues } from '../request/request-values.ts';
import type { Attempt } from '../request/attempt.ts';
import type { ExchangeContext } from './exchange-context.ts';

const NO_VALUES = new RequestValues();
const NO_ATTEMPTS: Attempt[] = [];

/**
 * Releases what a tunnel no longer needs of its request: the tunnel will be idle most of its time beside many others, so only what the logs'
 * lines show stays.
 */
export function releaseRequest(exchange: ExchangeContext): void {
  const { logNeeds } = exchange.settings;
  if (!(logNeeds.anything ? exchange.cycle.config.shared.keepsUpstreamHeaders : logNeeds.upstreamHeaders)) {
    exchange.upstreamHeaders = undefined;
  }
  if (logNeeds.anything) return;
  exchange.values = NO_VALUES;
  exchange.uri = logNeeds.uri ? copyUri(exchange.uri) : NO_URI;
  if (!logNeeds.lines) {
    exchange.head = NO_HEAD;
    exchange.host = '';
    exchange.attempts = NO_ATTEMPTS;
    return;
  }
  const { query, headers } = logNeeds;
  exchange.head = new PackedHead(exchange.head, { query, header: ({ variable }) => headers.has(variable) });
  exchange.host = copyText(exchange.host);
  // What was pushed to an array has left room for more.
  exchange.attempts = exchange.attempts.slice();
}

function copyUri(uri: NormalizedUri): NormalizedUri {
  const { path, args } = uri;
  return { ...uri, path: copyText(path), args: args && copyText(args) };
}
