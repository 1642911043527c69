import type { DevSession, SessionLog } from '../lib/local/index.ts';
import { readKeys, type KeyInput } from './keys.ts';
import { openBrowser } from './open-browser.ts';

/** Where keys come from, and whether a human sees what they do. */
interface Terminal {
  readonly stdin: KeyInput;
  readonly stdout: { readonly isTTY?: boolean };
}

/**
 * Says how `wsproxy dev` is ended and, on a terminal, has it listen to keys.
 *
 * @returns what ends that
 */
export function devKeys(session: DevSession, log: SessionLog, { stdin, stdout }: Terminal = process): () => void {
  if (stdin.isTTY !== true || stdout.isTTY !== true) {
    log.info('Ctrl-C drains and stops');
    return () => undefined;
  }
  log.info('keys: r reload, o open the page, q quit, h help');
  return readKeys(stdin, keyActions(session, log));
}

/** What the keys of `wsproxy dev` do. */
export function keyActions(session: DevSession, log: SessionLog): Readonly<Record<string, () => void>> {
  const address = (): string => session.proxies[0]?.url ?? '';
  let reading = false;
  const reload = (): void => {
    if (reading) return;
    reading = true;
    void session.reread('r: ').finally(() => (reading = false));
  };
  const open = (): void => {
    const url = address();
    void openBrowser(url).then((opened) => {
      if (opened) log.info(`opened ${url}`);
      else log.error(`no browser could be opened; the page is ${url}`);
    });
  };
  const help = (): void => {
    const tunnels = session.tunnels === 1 ? '1 WebSocket is open' : `${session.tunnels} WebSockets are open`;
    log.info(`r  reload: read the app again and go over to what it would deploy now`);
    log.info(`o  open ${address()} in a browser`);
    log.info(`q  quit: drain and stop, as Ctrl-C does; a second time ends at once`);
    log.info(`h  this help; ${tunnels}`);
  };
  const quit = (): void => {
    process.emit('SIGINT', 'SIGINT');
  };
  return { r: reload, o: open, q: quit, h: help, '?': help, return: () => process.stdout.write('\n') };
}
