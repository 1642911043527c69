import type { Socket } from 'node:net';
import type { Server, TlsOptions, TLSSocket } from 'node:tls';
import { nodeCrypto, nodeTls } from '../node/builtins.ts';
import { AcceptedTls } from './accepted-tls.ts';
import { parentSocket } from './parent-socket.ts';
import {
  asConfigError,
  readCertificates,
  readCrls,
  readDhparam,
  readKeyPair,
  readPassphrases,
  reasonOf,
} from './pem-files.ts';
import type { SslSettings } from './ssl-settings.ts';
import { ticketSecret } from './ticket-secret.ts';

/** What becomes of a handshake: one of them, once. */
export interface HandshakeHandlers {
  secured(socket: TLSSocket, tls: AcceptedTls): void;
  /** @param reason - in the words of nginx's error log */
  failed(reason: string): void;
}

const PAIR = { certificate: 'sslCertificate', key: 'sslCertificateKey' };

/** The longest there is: the handshake has a deadline of its own. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/** TLS of one server block: its certificates, read once, in one context for all of its connections. */
export class TlsServer {
  readonly settings: SslSettings;
  readonly #server: Server | undefined;
  readonly #handlers = new WeakMap<Socket, HandshakeHandlers>();

  /** Reads the files. @throws ConfigError for one that is missing or broken, a key that does not fit, and what OpenSSL refuses */
  constructor(settings: SslSettings) {
    this.settings = settings;
    if (settings.certificates.length === 0) return;
    this.#server = nodeTls().createServer(serverOptions(settings));
    this.#server.on('secureConnection', (socket) => this.#secured(socket));
    this.#server.on('tlsClientError', (error, socket) => this.#failed(error, socket));
  }

  /** Without a certificate it uses the default server's. */
  get certified(): boolean {
    return this.#server !== undefined;
  }

  /** Starts the handshake on a socket whose first bytes were put back. */
  handshake(socket: Socket, handlers: HandshakeHandlers): void {
    this.#handlers.set(socket, handlers);
    // Who leaves during the handshake is gone; afterwards its FIN only ends what it sends.
    socket.allowHalfOpen = false;
    this.#server?.emit('connection', socket);
  }

  #secured(socket: TLSSocket): void {
    socket.allowHalfOpen = true;
    this.#take(socket)?.secured(socket, new AcceptedTls(socket, this.settings.verifyClient !== 'off'));
  }

  #failed(error: Error, socket: TLSSocket): void {
    const { code } = error as NodeJS.ErrnoException;
    this.#take(socket)?.failed(
      code === 'ECONNRESET'
        ? 'peer closed connection in SSL handshake while SSL handshaking'
        : `SSL_do_handshake() failed (SSL: ${reasonOf(error)}) while SSL handshaking`,
    );
    socket.destroy();
  }

  #take(socket: TLSSocket): HandshakeHandlers | undefined {
    const parent = parentSocket(socket);
    if (parent === undefined) return undefined;
    const handlers = this.#handlers.get(parent);
    this.#handlers.delete(parent);
    return handlers;
  }
}

function serverOptions(settings: SslSettings): TlsOptions {
  const passphrases = readPassphrases('sslPasswordFile', settings.passwordFile);
  const pairs = settings.certificates.map((files) => readKeyPair(files, PAIR, passphrases));
  const context = {
    cert: pairs.map(({ certificate }) => certificate),
    key: pairs.map(({ key }) => key),
    ...authorities(settings),
    minVersion: settings.minVersion,
    maxVersion: settings.maxVersion,
    ciphers: settings.ciphers,
    honorCipherOrder: settings.preferServerCiphers,
    ecdhCurve: settings.ecdhCurve,
    dhparam: readDhparam('sslDhparam', settings.dhparam),
    secureOptions:
      nodeCrypto().constants.SSL_OP_NO_RENEGOTIATION |
      (settings.sessionTickets ? 0 : nodeCrypto().constants.SSL_OP_NO_TICKET),
    sessionTimeout: settings.sessionTimeout,
  };
  checkOptions(context);
  for (const [index, { certificate }] of settings.certificates.entries()) {
    // The same security level as in use: it decides which keys are too weak.
    const alone = {
      ca: [],
      cert: context.cert[index],
      key: context.key.slice(index, index + 1),
      ciphers: context.ciphers,
    };
    asConfigError('sslCertificate', `${certificate} is not taken`, () => nodeTls().createSecureContext(alone));
  }
  const identity = nodeCrypto()
    .createHash('sha256')
    .update(JSON.stringify([context, settings.verifyClient]))
    .digest('hex');
  return {
    ...context,
    requestCert: settings.verifyClient !== 'off',
    // A missing or wrong certificate is answered with a status.
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: NO_TIMEOUT_MS,
    sessionIdContext: identity.slice(0, 32),
    ticketKeys: Buffer.from(nodeCrypto().hkdfSync('sha256', ticketSecret(), '', identity, 48)),
  };
}

/** Whom client certificates have to come from. */
function authorities(settings: SslSettings): Pick<TlsOptions, 'ca' | 'crl'> {
  const { verifyClient, clientCertificate, trustedCertificate, crl } = settings;
  const read = (directive: string, file: string | undefined): string[] =>
    file === undefined ? [] : readCertificates(directive, file).map(String);
  // Files that nobody is verified by are read all the same, so that a wrong one is refused.
  const ca = [...read('sslClientCertificate', clientCertificate), ...read('sslTrustedCertificate', trustedCertificate)];
  const crls = readCrls('sslCrl', crl);
  if (verifyClient === 'off') return { ca: [] };
  // Not the roots Node would take instead of an empty list: nginx trusts nobody by itself.
  return { ca, ...(crls.length > 0 && { crl: crls }) };
}

/** Has Node look at one thing after the other, so that what is wrong can be said of its directive. */
function checkOptions({ ciphers, ecdhCurve, dhparam }: TlsOptions): void {
  asConfigError('sslCiphers', `${JSON.stringify(ciphers)} is not taken`, () =>
    nodeTls().createSecureContext({ ca: [], ciphers }),
  );
  asConfigError('sslEcdhCurve', `${JSON.stringify(ecdhCurve)} is not taken`, () =>
    nodeTls().createSecureContext({ ca: [], ecdhCurve }),
  );
  asConfigError('sslDhparam', 'the parameters are not taken', () => nodeTls().createSecureContext({ ca: [], dhparam }));
}
