import { escapeUri } from '../../http/uri.ts';
import type { Location } from '../../compile/location.ts';
import type { Server } from '../../compile/server.ts';
import type { LocationMatch } from '../../routing/location.ts';
import { MatchLimitError } from '../../pcre/matcher.ts';
import type { ExchangeContext } from '../exchange-context.ts';
import { redirectTo } from '../redirect.ts';
import type { Request } from '../../request/request.ts';

/** nginx's find-config phase. @returns whether the request is answered: no location, too large a body, a redirect to the location */
export function findLocation(exchange: ExchangeContext): boolean {
  const { uri, head } = exchange;
  const found = searchLocation(exchange);
  if (found === 'failed') {
    exchange.answer({ status: 500 });
    return true;
  }
  if (found === undefined || found.location.internal) {
    exchange.answer({ status: 404 });
    return true;
  }
  const { location, match, redirectTo: directory } = found;
  if (match !== undefined) exchange.values.matched(match);
  exchange.location = location;
  exchange.settings = location.settings;
  const { clientMaxBodySize } = location.settings;
  if (clientMaxBodySize > 0 && (head.contentLength ?? 0) > clientMaxBodySize) {
    exchange.answer({ status: 413 });
    return true;
  }
  if (directory === undefined) return false;
  const to = escapeUri(directory) + (uri.args ? `?${uri.args}` : '');
  exchange.answer({ status: 301, ...redirectTo(exchange, to) });
  return true;
}

/** A request with the server block whose locations are searched. */
type RoutedRequest = Request & { readonly server: Server };

/** @returns `failed`, with an alert in its log, if a regular expression takes more than is allowed */
export function searchLocation(request: RoutedRequest): LocationMatch<Location> | 'failed' | undefined {
  try {
    return request.server.locations.find(request.uri.path);
  } catch (error) {
    if (!(error instanceof MatchLimitError)) throw error;
    request.alert(error.message);
    return 'failed';
  }
}
