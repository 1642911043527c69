import type { ExchangeContext } from './exchange-context.ts';

/**
 * Sends `100 Continue` to a client that waits for it before it sends its body (`Expect: 100-continue`). As nginx does, the proxy sends it
 * whether there is a body or it is here already, but not before an error page.
 */
export function sendContinue({ client, head }: ExchangeContext): void {
  if (head.version !== 11 || head.headers.get('expect')?.toLowerCase() !== '100-continue') return;
  client.channel.write('HTTP/1.1 100 Continue\r\n\r\n');
}
