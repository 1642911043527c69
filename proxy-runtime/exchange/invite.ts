import type { ExchangeContext } from './exchange-context.ts';

/**
 * Asks a client for its body if it waits for that (`Expect: 100-continue`). As nginx, we ask whoever says so, whether there is a body or it is here
 * already, but nobody who gets an error page.
 */
export function invite({ client, head }: ExchangeContext): void {
  if (head.version !== 11 || head.headers.get('expect')?.toLowerCase() !== '100-continue') return;
  client.channel.write('HTTP/1.1 100 Continue\r\n\r\n');
}
