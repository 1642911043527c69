import { headerLines } from '../../../proxy-runtime/config/index.ts';
import { mapLevels, type PlacedConfig } from './levels.ts';
import type { Warn } from './plan-warning.ts';

/** Warns, once for all places and without a value, of what looks like a credential: the configuration is in the task definition. */
export function warnOfCredentials(config: PlacedConfig, warn: Warn): void {
  const found = new Set<string>();
  mapLevels(config, (level, place) => {
    const at = place === '' ? '' : `${place}: `;
    for (const { name, value } of headerLines(level.proxySetHeader ?? {})) {
      if (isCredential(name, value)) found.add(`${at}proxy_set_header ${name}`);
    }
    for (const [name, value] of Object.entries('set' in level ? (level.set ?? {}) : {})) {
      if (isCredential('', value as string)) found.add(`${at}set ${name}`);
    }
    return level;
  });
  for (const [name, { source, default: fallback = '', values }] of Object.entries(config.maps ?? {})) {
    const keys = Object.keys(values).filter((key) => !key.startsWith('~'));
    const about = /^\$\{?(?:http|cookie|arg)_(\w+)\}?$/i.exec(source)?.[1]?.replaceAll('_', '-') ?? '';
    const texts = [fallback, ...Object.values(values)];
    if (keys.some((key) => isCredential(about, key)) || texts.some((text) => isCredential('', text))) {
      found.add(`map ${name}`);
    }
  }
  if (found.size === 0) return;
  warn(
    'Credential',
    `${[...found].join(', ')}: looks like a credential, and is in clear text in the task definition, for everybody who may see that; the proxy can't read it from AWS Secrets Manager, so have the backend trust the security group of the tasks, or have clients send what they are known by`,
  );
}

/** What is called so is a secret, unless it only says something about one. */
const NAME =
  /token|secret|passw(?:or)?d|passphrase|credential|(?:api|access|account|auth|functions?|private|shared|subscription)[-_]?key|^x-origin-verify$/i;
const ABOUT_ONE = /[-_](?:type|name|id|url|uri|endpoint|issuer|method|scope|ttl|expires|expiry|required)$/i;

/** What says yes or no, or how, and nothing that is to be kept. */
const PLAIN = /^(?:.{0,3}|true|false|none|null|required|optional|enabled|disabled|anonymous|default|websocket)$/i;

/** The word before the credentials of an Authorization. */
const SCHEME = /^(?:basic|bearer|digest|negotiate|token|apikey)\b\s*/i;

/** Keys of AWS, JSON Web Tokens, tokens of GitHub, GitLab, Slack, Stripe and Google, private keys, and URLs with a password. */
const KNOWN = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}/,
  /\b(?:gh[opsu]_|github_pat_|glpat-|xox[abprs]-|[rs]k_(?:live|test)_|AIza)[\w-]{10,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /:\/\/[^\s/:@]+:[^\s/@]+@/,
  /^(?:basic|bearer)\s+[^\s]{4,}/i,
];

/** Headers whose values are long, and are no secrets. */
const FINGERPRINT =
  /version|revision|commit|build|release|sha|hash|digest|etag|checksum|integrity|trace|request|correlation|nonce|fingerprint|policy/i;

/** @param name - of the header, which may tell what the value doesn't; empty where there is none */
function isCredential(name: string, value: string): boolean {
  // nginx's variables: what they stand for is not in the configuration. A placeholder of the CDK's will be.
  const text = value.replaceAll(/\$\{\w+\}|\$\w+/g, '').trim();
  if (text === '') return false;
  if (/^cookie$/i.test(name)) return text.split(';').some(isCredentialCookie);
  if (KNOWN.some((pattern) => pattern.test(text))) return true;
  if (/authorization$/i.test(name)) return !PLAIN.test(text.replace(SCHEME, ''));
  if (NAME.test(name) && !ABOUT_ONE.test(name)) return !PLAIN.test(text);
  return !FINGERPRINT.test(name) && text.split(/[\s,;="']+/).some(isRandom);
}

/** Whether a text is as long and as mixed as only a random one is: hexadecimal, or Base64. */
function isRandom(text: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(text)) return true;
  const isMixed = [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(text));
  return isMixed && /^[\w+/-]{32,}$/.test(text) && /[A-Za-z0-9]{20}/.test(text);
}

/** Cookies say a lot that is no secret, such as a language. */
function isCredentialCookie(pair: string): boolean {
  const [, name = '', value = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
  if (KNOWN.some((pattern) => pattern.test(value)) || isRandom(value)) return true;
  return (NAME.test(name) || /sess|sid$|auth|jwt/i.test(name)) && !PLAIN.test(value);
}
