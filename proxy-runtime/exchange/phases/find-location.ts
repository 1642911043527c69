import { escapeUri } from '../../http/uri.ts';
import type { Exchange } from '../exchange.ts';
import { redirectTo } from '../redirect.ts';

/** nginx's find-config phase. @returns whether the request is answered: no location, too large a body, a redirect to the location */
export function findLocation(exchange: Exchange): boolean {
  const { server, uri, head } = exchange;
  const found = server.locations.find(uri.path);
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
