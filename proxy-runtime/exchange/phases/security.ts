import { TITLES_OF_400 } from '../../http/status.ts';
import type { ExchangeContext } from '../exchange-context.ts';

/** A request that did not come the way `listen … ssl` and `ssl_verify_client` want it. @returns whether it is answered */
export function refuseInsecure(exchange: ExchangeContext): boolean {
  if (isMisdirected(exchange)) {
    exchange.answer({ status: 421 });
    return true;
  }
  const title = problem(exchange);
  if (title !== undefined) exchange.answer({ status: 400, title });
  return title !== undefined;
}

/** Certificates are asked for by the server that TLS was agreed on with, so that another one can't be had behind its back. */
function isMisdirected({ client, host, server, head }: ExchangeContext): boolean {
  const agreed = client.tls?.serverName.toLowerCase() ?? '';
  const named = head.authority ?? head.headers.get('host');
  return agreed !== '' && named !== undefined && agreed !== host && server.ssl.verifyClient !== 'off';
}

function problem({ client, server }: ExchangeContext): string | undefined {
  if (client.security.plain === true) return TITLES_OF_400[497];
  const refusal = client.tls?.refusal(server.ssl.verifyClient);
  return refusal && TITLES_OF_400[refusal];
}
