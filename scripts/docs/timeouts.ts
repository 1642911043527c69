import { limitText, TIMEOUTS, type Timeout } from '../../lib/plan/timeouts/timeouts.ts';
import { code, table } from './markdown.ts';

/** The page of every timeout on the way, from the table that the constructs and `wsproxy explain` have them from. */
export function timeoutsPage(): string {
  const rows = Object.values<Timeout>(TIMEOUTS).map((timeout) => [
    timeout.hop,
    timeout.setting.split(', ').map(code).join(', '),
    timeout.given ?? '',
    planned(timeout),
    timeout.unset === undefined ? 'none' : `${timeout.unset} s`,
    limitText(timeout.limit),
    timeout.closer,
    timeout.effect,
  ]);
  return `# Timeouts

Every timeout between a client and a backend, and those of a deployment. A deployed proxy has the numbers under "here"; \`idleTimeout\` is the one
that most users give, and what follows from it keeps the load balancer the first to close an idle connection. \`npx wsproxy explain\` shows those of your
own app, and who closes an idle WebSocket first.

${table(['between', 'setting', 'given by', 'here', 'unset', 'limit', 'who acts', 'what happens'], rows)}

"Unset" is what AWS, or the proxy server and nginx, have where nobody says anything. Each symptom that a timeout has, with the setting that
changes it, is in [Deploying](deploying.md#timeouts).
`;
}

function planned({ planned: seconds, follows }: Timeout): string {
  if (follows === undefined) return `${seconds} s`;
  const { from, by } = follows;
  return `${seconds} s: ${code(from)} ${by < 0 ? '-' : '+'} ${Math.abs(by)} s`;
}
