import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import { ACCESS } from '../../proxy-runtime/config/directives/access.ts';
import { CLIENT, REQUEST_HEAD } from '../../proxy-runtime/config/directives/client.ts';
import type { DirectiveTable } from '../../proxy-runtime/config/directives/directive.ts';
import { HTTP_ONLY } from '../../proxy-runtime/config/directives/http-only.ts';
import { LOCATION_ONLY } from '../../proxy-runtime/config/directives/location-only.ts';
import { LOGS } from '../../proxy-runtime/config/directives/logs.ts';
import { MAIN } from '../../proxy-runtime/config/directives/main.ts';
import { PROXY, PROXY_SSL } from '../../proxy-runtime/config/directives/proxy.ts';
import { RESOLVER } from '../../proxy-runtime/config/directives/resolver.ts';
import { RESPONSE } from '../../proxy-runtime/config/directives/response.ts';
import { REWRITE } from '../../proxy-runtime/config/directives/rewrite.ts';
import { SSL } from '../../proxy-runtime/config/directives/ssl.ts';
import { UPSTREAM, UPSTREAM_SERVER } from '../../proxy-runtime/config/directives/upstream.ts';
import * as families from '../../proxy-runtime/config/nginx-conf/directives/families.ts';
import { directivesOf } from '../../proxy-runtime/config/nginx-conf/directives/form.ts';
import { NO_EFFECT } from '../../proxy-runtime/config/nginx-conf/directives/no-effect.ts';
import { REFUSED } from '../../proxy-runtime/config/nginx-conf/directives/refused.ts';
import { type Comment, commentOf } from './documented.ts';
import { code, table } from './markdown.ts';

const DIRECTIVES = join(import.meta.dirname, '../../proxy-runtime/config/directives');

/** One list: a heading, the file and the interface that the options are in, their table, and the names nginx has for each. */
type Section = readonly [
  title: string,
  file: string,
  type: string,
  table: object,
  names?: Readonly<Record<string, object>>,
];

const ofLocation = directivesOf(families.LOCATION_FAMILY);

const SECTIONS: readonly Section[] = [
  ['Requests to backends', 'proxy', 'ProxyDirectives', PROXY, ofLocation],
  ['TLS to backends', 'proxy', 'ProxySslDirectives', PROXY_SSL, ofLocation],
  ['Connections of clients', 'client', 'ClientDirectives', CLIENT, ofLocation],
  ['Access and limits', 'access', 'AccessDirectives', ACCESS, ofLocation],
  ['Responses', 'response', 'ResponseDirectives', RESPONSE, ofLocation],
  ['Logs', 'logs', 'LogDirectives', LOGS, ofLocation],
  ['Look-ups of names', 'resolver', 'ResolverDirectives', RESOLVER, ofLocation],
  ['Heads of requests', 'client', 'RequestHeadDirectives', REQUEST_HEAD, directivesOf(families.REQUEST_HEAD_FAMILY)],
  ['TLS to clients', 'ssl', 'SslDirectives', SSL, directivesOf(families.SSL_FAMILY)],
  ['Answers and variables', 'rewrite', 'RewriteDirectives', REWRITE, directivesOf(families.REWRITE_FAMILY)],
  ['Locations', 'location-only', 'LocationOnlyDirectives', LOCATION_ONLY, directivesOf(families.LOCATION_ONLY_FAMILY)],
  ['Upstreams', 'upstream', 'UpstreamDirectives', UPSTREAM, directivesOf(families.UPSTREAM_FAMILY)],
  ["Parameters of an upstream's `server`", 'upstream', 'UpstreamServerConfig', UPSTREAM_SERVER],
  ['What is shared', 'http-only', 'HttpOnlyDirectives', HTTP_ONLY, directivesOf(families.HTTP_ONLY_FAMILY)],
  ['The process', 'main', 'MainDirectives', MAIN, directivesOf(families.MAIN_FAMILY)],
];

/** Every directive, from the tables that the proxy reads an nginx.conf with; what one does, and its default, are the comment above its option. */
export function directivesPage(): string {
  return ['# Directives', INTRODUCTION, ...SECTIONS.map(section), noEffect(), refused()].join('\n\n');
}

const INTRODUCTION = `Every directive that is taken from an nginx.conf, with its default, which is nginx's newest; then those that are [taken with a notice](#taken-with-a-notice) and
those that are [refused](#refused). Blocks (\`map\`, \`upstream\`, \`server\`, \`location\`) and what is not a value are in [nginx's configuration, here](nginx.md). In this proxy's
own JSON \`proxy_read_timeout\` is \`proxyReadTimeout\`; examples in braces are of that.`;

function section([title, file, type, rowsOf, names]: Section): string {
  const comments = commentsOf(file, type);
  const rows = Object.entries(rowsOf as DirectiveTable).map(([option, row]) => {
    const comment = comments.options.get(option);
    if (comment === undefined || comment.text === '') throw new Error(`${option} has no comment; say what it does`);
    checkDefault(option, row.default, comment.byDefault);
    const called = names === undefined ? [nginxWord(option)] : Object.keys(names[option] ?? {});
    const value =
      row.default === undefined ? inNginxWords(comment.byDefault ?? '').replace(/^- /, '') : shown(row.default);
    const since = row.since === undefined ? '' : ` (nginx ${row.since})`;
    return [called.map(code).join(', ') || `(${code(option)})`, value, inNginxWords(comment.text) + since];
  });
  return `## ${title}\n\n${inNginxWords(comments.text)}\n\n${table(['directive', 'default', 'what it does'], rows)}`;
}

function noEffect(): string {
  const groups = NO_EFFECT.map(({ why, of, directives }): Group => {
    const protocols = of?.split(' ').map((protocol) => `${protocol}_…`);
    return { why, names: protocols ?? namesIn(directives) };
  });
  return `## Taken with a notice\n\n${byReason(groups)}`;
}

function refused(): string {
  return `## Refused\n\n${byReason(REFUSED.map(({ why, directives }) => ({ why, names: namesIn(directives) })))}`;
}

interface Group {
  readonly why: string;
  readonly names: readonly string[];
}

/** A line for each reason, with all names that it is of. */
function byReason(groups: readonly Group[]): string {
  const reasons = new Map<string, Set<string>>();
  for (const { why, names } of groups) reasons.set(why, new Set([...(reasons.get(why) ?? []), ...names]));
  return [...reasons].map(([why, names]) => `- ${[...names].map(code).join(', ')}: ${why}`).join('\n');
}

function namesIn(
  rows: readonly (readonly [placing: string, args: string, names: string, ...rest: unknown[]])[],
): string[] {
  return rows.flatMap(([, , names]) => names.split(' '));
}

/** What is said above an interface, and above each of its members. */
function commentsOf(
  file: string,
  type: string,
): { readonly text: string; readonly options: ReadonlyMap<string, Comment> } {
  const path = join(DIRECTIVES, `${file}.ts`);
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = source.statements.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === type);
  if (found === undefined || !ts.isInterfaceDeclaration(found)) throw new Error(`${file}.ts has no ${type}`);
  const options = found.members.flatMap((member): [string, Comment][] =>
    member.name === undefined ? [] : [[member.name.getText(source), commentOf(member)]],
  );
  return { text: commentOf(found).text, options: new Map(options) };
}

/** What a comment says of the default is what the table has. */
function checkDefault(option: string, value: unknown, said = '-'): void {
  const right = value === undefined ? said.startsWith('-') : said.replaceAll('`', '').startsWith(literal(value));
  if (!right) throw new Error(`${option}: its comment says "@default ${said}", its table ${literal(value)}`);
}

function literal(value: unknown): string {
  return inspect(value).replace(/^\[ (.*) \]$/s, '[$1]');
}

function shown(value: unknown): string {
  if (typeof value === 'string') return code(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : code(value.join(' '));
  return isDeepStrictEqual(value, {}) ? 'none' : code(literal(value));
}

/** Options as the directives that they are: `proxyPass` is `proxy_pass`. */
function inNginxWords(text: string): string {
  return text.replaceAll(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, nginxWord);
}

function nginxWord(option: string): string {
  return option === 'logFormats' ? 'log_format' : option.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
