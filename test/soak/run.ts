/** `npm run soak`: messages through thousands of tunnels for minutes, with reloads and a drain; exits 1 when a byte is lost. */
import { parseArgs } from 'node:util';
import { inMB, soak, type SoakResult } from './soak.ts';

const USAGE = `npm run soak -- [options]

  --tunnels N     open at a time; 3000 by default, 1 to 9000
  --seconds S     before the proxy drains; 420 by default
  --reload S      seconds between two reloads; 30 by default
  -h, --help      this text
`;

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`soak: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      tunnels: { type: 'string', default: '3000' },
      seconds: { type: 'string', default: '420' },
      reload: { type: 'string', default: '30' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const result = await soak({
    tunnels: readNumber('--tunnels', values.tunnels, 9000),
    seconds: readNumber('--seconds', values.seconds, 86_400),
    reloadSeconds: readNumber('--reload', values.reload, 86_400),
    say: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(format(result));
  return result.failures.length > 0 ? 1 : 0;
}

/** More tunnels than 9,000 take more descriptors than the usual limits of this process and the proxy allow. */
function readNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (/^[1-9]\d*$/.test(text) && number <= most) return number;
  throw new Error(`${option} is ${text}, but may be 1 to ${most}`);
}

function format({ failures, memory, ...counts }: SoakResult): string {
  const lines = [
    `tunnels          ${counts.opened} opened, ${counts.endedByClient} ended by the client, ${counts.endedByBackend} by the backend, ${failures.length} failed`,
    `messages         ${counts.messages}`,
    `slow readers     ${counts.breaks} breaks, in ${counts.fullBreaks} of which the proxy stopped reading for them`,
    `bytes            ${counts.bytes} as they were sent, ${counts.lostBytes} lost`,
    `reloads          ${counts.reloads}`,
    `resident memory  ${inMB(memory.start)} MB before the first tunnel, ${inMB(memory.middle)} MB halfway, ${inMB(memory.end)} MB at the end`,
    ...failures.slice(0, 20),
  ];
  return `\n${lines.join('\n')}\n`;
}
