import type { Exchange } from '../exchange.ts';

/** nginx's own words, on its error page. */
const REFUSALS = { 495: 'The SSL certificate error', 496: 'No required SSL certificate was sent' } as const;

/** A request that did not come the way `listen … ssl` and `ssl_verify_client` want it. @returns whether it is answered */
export function refuseInsecure(exchange: Exchange): boolean {
  const title = problem(exchange);
  if (title !== undefined) exchange.answer({ status: 400, title });
  return title !== undefined;
}

function problem({ client, server }: Exchange): string | undefined {
  if (client.security.plain === true) return 'The plain HTTP request was sent to HTTPS port';
  const refusal = client.tls?.refusal(server.ssl.verifyClient);
  return refusal && REFUSALS[refusal];
}
