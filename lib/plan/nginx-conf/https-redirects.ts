import { toBytes, type Locations, type ServerConfig, hasVariables } from '../../../proxy-runtime/config/index.ts';
import { ServerNames } from '../../../proxy-runtime/compile/index.ts';
import type { Block, HttpsRedirect, RedirectTarget } from './server-block.ts';
import type { Warn } from './plan-warning.ts';

/** A server block that only sends http to https. */
type RedirectBlock = Block & { readonly redirect: HttpsRedirect };

/**
 * Servers that only send http to https, behind a load balancer that does so itself, keeping host and URI. One that does just that has nothing
 * left to do. One that sends on to another host is reached by https instead, under those of its names that no other server has there; it comes
 * last, so that a name of another one is never its.
 *
 * @param redirectHttp - whether the load balancer does it; if not, port 80 is closed
 */
export function placeRedirects(blocks: readonly Block[], redirectHttp: boolean, warn: Warn): readonly Block[] {
  const redirects = blocks.filter((block): block is RedirectBlock => block.redirect !== undefined);
  const others = blocks.filter(({ redirect }) => redirect === undefined);
  const goals = redirects.flatMap(({ redirect }) => redirect.targets);
  const needless: string[] = [];
  const kept = redirects.flatMap((block) => {
    const { server, place, redirect } = block;
    const names = namesOf(block);
    const fates = new Map(names.map((name) => [name, fateOf(name, block, others, goals)]));
    const stay = names.filter((name) => fates.get(name) === 'kept');
    const lost = names.filter((name) => fates.get(name) === 'lost');
    const sends = `${place} sends http to ${[...new Set(redirect.urls)].join(', ')}`;
    if (stay.length > 0) {
      const first = redirectHttp
        ? 'the load balancer sends http to https of the same host first'
        : 'port 80 is closed, as redirectHttp is false, so it is reached by https';
      warn('Redirect', `${sends}: ${first}, for which the certificate must be for ${stay.join(', ')}, too`);
    }
    if (redirectHttp && lost.length > 0) {
      const as = stay.length === 0 ? '' : ` as ${lost.join(', ')}`;
      warn(
        'Redirect',
        `${sends} and is left out${as}: the load balancer sends http to https of the same host and URI; let a server that listens with ssl send it on from there`,
      );
    } else if (stay.length === 0) needless.push(place);
    if (stay.length === 0) return [];
    return [stay.length === names.length ? block : { ...block, server: underNames(server, stay) }];
  });
  if (needless.length > 0) {
    const reason = redirectHttp
      ? "port 80 is the load balancer's, which does so itself"
      : 'port 80 is closed, as redirectHttp is false';
    warn('Redirect', `${needless.join(', ')} only sends http to https and is left out: ${reason}`);
  }
  return [...others, ...kept];
}

/** What becomes of a redirect from a name: the load balancer makes it, the server does by https, or nobody. */
type Fate = 'made' | 'kept' | 'lost';

/** @param goals - what all redirects go to, where none of them must be in the way */
function fateOf(name: string, block: RedirectBlock, others: readonly Block[], goals: readonly RedirectTarget[]): Fate {
  const { targets } = block.redirect;
  const isOwn = ({ host }: RedirectTarget): boolean => host === OWN || host === name.toLowerCase();
  if (targets.every((target) => isOwn(target) && target.sameUri)) return 'made';
  if (name === '' || name === '_' || targets.some(isOwn) || isNamed(name, others)) return 'lost';
  const alone: Block = { ...block, server: { ...block.server, serverName: [name] } };
  const answers = ({ host }: RedirectTarget): boolean =>
    !hasVariables(host) && blockNamed(host, [...others, alone]) === alone;
  return goals.some(answers) ? 'lost' : 'kept';
}

/** Whether another server answers to a name, not only as the default one. */
function isNamed(name: string, others: readonly Block[]): boolean {
  return name.startsWith('~')
    ? others.some((other) => namesOf(other).includes(name))
    : blockNamed(name, others) !== undefined;
}

/** The block that has a name, if it is not for the default server. */
function blockNamed(name: string, blocks: readonly Block[]): Block | undefined {
  const table = new ServerNames<Block | undefined>(blocks, undefined, (block) => (block ? namesOf(block) : []));
  return table.find(toBytes(name).toLowerCase()).server;
}

function namesOf({ server, outer }: Block): readonly string[] {
  return outer.length === 0 ? [] : [server.serverName ?? ''].flat();
}

/** A redirect under some of its names, which sends where it did: `$server_name` is the first of them. */
function underNames(server: ServerConfig, serverName: readonly string[]): ServerConfig {
  const name = firstName(server);
  const fixed = <T extends ServerConfig['return']>(returned: T): T =>
    returned?.text === undefined ? returned : { ...returned, text: returned.text.replaceAll(SERVER_NAME, () => name) };
  const locations = Object.entries(server.locations).map(
    ([key, location]) => [key, { ...location, ...(location.return && { return: fixed(location.return) }) }] as const,
  );
  return {
    ...server,
    serverName: [...serverName],
    ...(server.return && { return: fixed(server.return) }),
    locations: Object.fromEntries(locations),
  };
}

const SERVER_NAME = /\$(?:server_name\b|\{server_name\})/g;

/** nginx's `$server_name`. */
function firstName({ serverName }: ServerConfig): string {
  const [first = ''] = [serverName ?? ''].flat();
  return first.toLowerCase().replace(/^\./, '');
}

/** The redirect that a server is, if it only sends on, to https. */
export function readRedirect(server: ServerConfig): HttpsRedirect | undefined {
  const urls = server.return === undefined ? returnsOf(server.locations) : [httpsUrl(server.return)];
  const known = urls.filter((url) => url !== undefined);
  if (known.length === 0 || known.length < urls.length) return undefined;
  return { urls: known, targets: known.map((url) => targetOf(url, server)) };
}

function returnsOf(locations: Locations): readonly (string | undefined)[] {
  return Object.values(locations).map(({ return: returned, locations: nested }) =>
    nested === undefined ? httpsUrl(returned) : undefined,
  );
}

function httpsUrl(returned: ServerConfig['return']): string | undefined {
  const { code = 0, text = '' } = returned ?? {};
  return [301, 302, 307, 308].includes(code) && /^https:\/\//i.test(text) ? text : undefined;
}

const OWN = '$host';

const HTTPS_URL = /^https:\/\/(.+?)((?:[/?#]|\$\{?(?:request_uri|document_uri|uri|is_args)\b).*)?$/i;

const SAME_URI = /^\$(?:request_uri|(?:document_)?uri\$is_args\$(?:args|query_string))$/;

function targetOf(text: string, server: ServerConfig): RedirectTarget {
  const [, written = '', uri = ''] = HTTPS_URL.exec(text.replaceAll(/\$\{(\w+)\}/g, '$$$1')) ?? [];
  const host = written.replace(/:443$/, '').toLowerCase();
  return {
    host: host === '$http_host' ? OWN : host === '$server_name' ? firstName(server) : host,
    sameUri: SAME_URI.test(uri),
  };
}
