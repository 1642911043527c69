import { toBytes, type Locations, type ServerConfig, hasVariables } from '../../../proxy-runtime/config/index.ts';
import { ServerNames } from '../../../proxy-runtime/compile/index.ts';
import type { Block } from './listens.ts';
import type { Warn } from './plan-warning.ts';

/** Whether a server that doesn't listen with ssl only sends http to https. */
export function isHttpsRedirect({ server, outer }: Block): boolean {
  return targetsOf(server).length > 0 && outer.length > 0 && outer.every(({ ssl }) => ssl !== true);
}

/**
 * Servers that only send http to https, behind a load balancer that does so itself, keeping host and URI. One that does just that has nothing
 * left to do. One that sends on to another host is reached by https instead, under those of its names that no other server has there; it comes
 * last, so that a name of another one is never its.
 *
 * @param redirectHttp - whether the load balancer does it; if not, port 80 is closed
 */
export function placeRedirects(blocks: readonly Block[], redirectHttp: boolean, warn: Warn): readonly Block[] {
  const redirects = blocks.filter(isHttpsRedirect);
  const others = blocks.filter((block) => !redirects.includes(block));
  const needless: string[] = [];
  const kept: Block[] = [];
  const goals = redirects.flatMap(({ server }) => targetsOf(server).map((text) => targetOf(text, server)));
  for (const block of redirects) {
    const { server, place } = block;
    const names = namesOf(block);
    const fates = names.map((name) => fateOf(name, server, others, goals));
    const having = (fate: Fate): readonly string[] => names.filter((_, index) => fates[index] === fate);
    const [stay, lost] = [having('kept'), having('lost')];
    const sends = `${place} sends http to ${[...new Set(targetsOf(server))].join(', ')}`;
    if (stay.length > 0) {
      kept.push(stay.length === names.length ? block : { ...block, server: { ...server, serverName: stay } });
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
  }
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
function fateOf(name: string, server: ServerConfig, others: readonly Block[], goals: readonly Target[]): Fate {
  const targets = targetsOf(server).map((text) => targetOf(text, server));
  const isOwn = ({ host }: Target): boolean => host === OWN || host === name.toLowerCase();
  if (targets.every((target) => isOwn(target) && target.sameUri)) return 'made';
  const stays =
    name !== '' &&
    name !== '_' &&
    !targets.some(isOwn) &&
    !isNamed(name, others) &&
    goals.every(
      ({ host }) => hasVariables(host) || whoAnswers(host, [...others.map(namesOf), [name]]) !== others.length,
    );
  return stays ? 'kept' : 'lost';
}

/** Whether another server answers to a name, not only as the default one. */
function isNamed(name: string, others: readonly Block[]): boolean {
  return name.startsWith('~')
    ? others.some((other) => namesOf(other).includes(name))
    : whoAnswers(name, others.map(namesOf)) !== undefined;
}

/** @param servers - the names of each. @returns which has the name, if it is not for the default server */
function whoAnswers(name: string, servers: readonly (readonly string[])[]): number | undefined {
  const indices: readonly (number | undefined)[] = servers.map((_, index) => index);
  const table = new ServerNames(indices, undefined, (index) => servers[index ?? -1] ?? []);
  return table.find(toBytes(name).toLowerCase()).server;
}

function namesOf({ server, outer }: Block): readonly string[] {
  return outer.length === 0 ? [] : [server.serverName ?? ''].flat();
}

/** Where a redirect goes. */
interface Target {
  /** In lower case; {@link OWN} if it is the request's, else with the variables it has, and with a port that is not https's own. */
  readonly host: string;
  readonly sameUri: boolean;
}

const OWN = '$host';

const HTTPS_URL = /^https:\/\/(.+?)((?:[/?#]|\$\{?(?:request_uri|document_uri|uri|is_args)\b).*)?$/i;

const SAME_URI = /^\$(?:request_uri|(?:document_)?uri\$is_args\$(?:args|query_string))$/;

function targetOf(text: string, { serverName }: ServerConfig): Target {
  const [, written = '', uri = ''] = HTTPS_URL.exec(text.replaceAll(/\$\{(\w+)\}/g, '$$$1')) ?? [];
  const [first = ''] = [serverName ?? ''].flat();
  const host = written.replace(/:443$/, '').toLowerCase();
  return {
    host: host === '$http_host' ? OWN : host === '$server_name' ? first.toLowerCase().replace(/^\./, '') : host,
    sameUri: SAME_URI.test(uri),
  };
}

/** The URLs that a server redirects to, if it does nothing else, and all are https. */
function targetsOf({ return: returned, locations }: ServerConfig): readonly string[] {
  const all = returned === undefined ? returnsOf(locations) : [httpsUrl(returned)];
  return all.every((url) => url !== undefined) ? all : [];
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
