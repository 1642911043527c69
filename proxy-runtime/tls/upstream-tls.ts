import { isIP, type IpcNetConnectOpts, type TcpNetConnectOpts } from 'node:net';
import type { PeerCertificate, SecureContext, TLSSocket } from 'node:tls';
import { nodeCrypto, nodeTls } from '../node/builtins.ts';
import { asConfigError, readCertificates, readCrls, readKeyPair, readPassphrases, verdictOf } from './pem-files.ts';
import type { ProxySslSettings } from './proxy-ssl-settings.ts';
import { SessionCache } from './session-cache.ts';

/** Where a connection goes, as `net.connect` takes it. */
export type UpstreamConnectOptions = TcpNetConnectOpts | IpcNetConnectOpts;

const PAIR = { certificate: 'proxySslCertificate', key: 'proxySslCertificateKey' };

let instances = 0;

/** TLS to backends by one set of `proxy_ssl_…` directives: files read once, one context for all connections. */
export class UpstreamTls {
  readonly #settings: ProxySslSettings;
  readonly #context: SecureContext;
  readonly #sessions: SessionCache | undefined;
  readonly #number = ++instances;

  /** Reads the files. @throws ConfigError for one that is missing or broken, a key that does not fit, and what OpenSSL refuses */
  constructor(settings: ProxySslSettings) {
    this.#settings = settings;
    this.#context = secureContext(settings);
    if (settings.sessionReuse) this.#sessions = new SessionCache();
  }

  /**
   * What a connection was made for: one that was verified for a name is none for another.
   *
   * @param name - the value of `proxySslName`
   */
  key(name: string): string {
    const { verify, serverName } = this.#settings;
    return verify || serverName ? `https ${this.#number} ${bareName(name)}` : `https ${this.#number}`;
  }

  /**
   * Connects, and starts the handshake; `secureConnect` tells of its end, `error` of a failure, with nginx's words for a certificate that is refused.
   *
   * @param name - the value of `proxySslName`
   */
  connect(to: UpstreamConnectOptions, name: string): TLSSocket {
    const { verify, serverName } = this.#settings;
    const host = bareName(name);
    const key = 'path' in to ? `${host} ${to.path}` : `${host} ${to.host} ${to.port}`;
    const socket = nodeTls().connect({
      ...to,
      secureContext: this.#context,
      // TLS has no names that are addresses.
      servername: serverName && isIP(host) === 0 ? host : '',
      rejectUnauthorized: verify,
      checkServerIdentity: (_, certificate) => (verify ? mismatch(host, certificate) : undefined),
      session: this.#sessions?.get(key),
    });
    // Before anybody else's, so that everybody reads the same.
    socket.once('error', explain);
    if (this.#sessions !== undefined) socket.on('session', (session: Buffer) => this.#sessions?.set(key, session));
    return socket;
  }
}

/** One {@link UpstreamTls} for all locations with equal settings, so that each file is read once. */
export function upstreamTlsBySettings(): (settings: ProxySslSettings) => UpstreamTls {
  const known = new Map<string, UpstreamTls>();
  return (settings) => {
    const key = JSON.stringify(settings);
    const tls = known.get(key) ?? new UpstreamTls(settings);
    known.set(key, tls);
    return tls;
  };
}

function secureContext(settings: ProxySslSettings): SecureContext {
  const { verify, trustedCertificate, certificate, ciphers, minVersion, maxVersion } = settings;
  const passphrases = readPassphrases('proxySslPasswordFile', settings.passwordFile);
  const pair = certificate && readKeyPair(certificate, PAIR, passphrases);
  const trusted = trustedCertificate && readCertificates('proxySslTrustedCertificate', trustedCertificate).map(String);
  const crl = readCrls('proxySslCrl', settings.crl);
  asConfigError('proxySslCiphers', `${JSON.stringify(ciphers)} is not taken`, () =>
    nodeTls().createSecureContext({ ca: [], ciphers }),
  );
  return asConfigError('proxySslCertificate', `${certificate?.certificate ?? 'TLS'} is not taken`, () =>
    nodeTls().createSecureContext({
      minVersion,
      maxVersion,
      ciphers,
      // Where nobody is verified, Node need not load its roots.
      ca: verify ? trusted : [],
      ...(verify && crl.length > 0 && { crl }),
      ...(pair && { cert: pair.certificate, key: [pair.key] }),
    }),
  );
}

/** A name without port and brackets: `$proxy_host` may have both. */
function bareName(name: string): string {
  if (isIP(name) !== 0) return name;
  return /^\[([^\]]*)\]/.exec(name)?.[1] ?? name.replace(/:.*$/, '');
}

/** nginx's check is OpenSSL's, which knows names only; addresses that a certificate is made for are accepted, too. */
function mismatch(host: string, { raw }: PeerCertificate): Error | undefined {
  const certificate = new (nodeCrypto().X509Certificate)(raw);
  if (certificate.checkHost(host) !== undefined) return undefined;
  if (isIP(host) !== 0 && certificate.checkIP(host) !== undefined) return undefined;
  return new Error(`upstream SSL certificate does not match "${host}"`);
}

function explain(this: TLSSocket, error: NodeJS.ErrnoException): void {
  // Node keeps OpenSSL's verdict here by name, and no type tells.
  const verdict: unknown = this.authorizationError;
  if (error.code !== undefined && error.code === verdict) {
    error.message = `upstream SSL certificate verify error: ${verdictOf(error)}`;
  }
}
