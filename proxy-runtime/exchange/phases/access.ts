import { AuthSubrequest, type AuthAnswer } from '../auth-subrequest.ts';
import type { ExchangeContext } from '../exchange-context.ts';

/** nginx's access phase: `allow` and `deny`, then `auth_request`; with `satisfy any` one of them is enough. */
export function checkAccess(exchange: ExchangeContext, pass: () => void): void {
  const { accessByAddress, authRequest, satisfyAny } = exchange.settings;
  const byAddress = accessByAddress?.(exchange.client.remoteAddress);
  if (byAddress === 'deny' && !(satisfyAny && authRequest !== undefined)) {
    exchange.cycle.log('error', 'access forbidden by rule', exchange);
    exchange.answer({ status: 403 });
  } else if (authRequest === undefined || (satisfyAny && byAddress === 'allow')) {
    pass();
  } else {
    const subrequest = new AuthSubrequest(exchange, authRequest, (answer) => {
      exchange.pending = undefined;
      decide(exchange, answer, pass);
    });
    exchange.pending = subrequest;
    subrequest.start();
  }
}

function decide(exchange: ExchangeContext, { status, headers, upgraded }: AuthAnswer, pass: () => void): void {
  if (upgraded) {
    // nginx closes without a word, and logs status 000.
    exchange.cycle.log('error', 'connection upgrade in subrequest', exchange);
    exchange.closeAfterwards();
    exchange.finish('auth_upgrade', 'abrupt');
  } else if (status >= 200 && status < 300) {
    pass();
  } else if (status === 401) {
    const challenges = headers?.all('www-authenticate') ?? [];
    const lines = challenges.map((value) => `WWW-Authenticate: ${value}\r\n`).join('');
    exchange.answer({ status, lines });
  } else if (status === 403) {
    exchange.answer({ status });
  } else {
    exchange.cycle.log('error', `auth request unexpected status: ${status}`, exchange);
    exchange.answer({ status: 500 });
  }
}
