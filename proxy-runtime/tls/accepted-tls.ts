import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { TlsInfo } from '../request/request.ts';
import { rfc2253 } from './distinguished-name.ts';
import { verdictOf } from './pem-files.ts';
import type { VerifyClient } from './ssl-settings.ts';

interface VerifyError extends Error {
  readonly code?: string;
}

interface WithVerifyError {
  readonly _handle?: { readonly verifyError?: () => VerifyError | null } | null;
}

/** What `optional_no_ca` lets pass: who vouches for the certificate is not known. */
const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

/** A client's TLS as it was agreed on. It outlives the socket, because the access log is written last. */
export class AcceptedTls implements TlsInfo {
  readonly protocol: string;
  readonly cipher: string;
  readonly serverName: string;
  readonly sessionReused: boolean;
  readonly clientVerify: string;
  readonly #verifyError: VerifyError | undefined;
  readonly #certificate: X509Certificate | undefined;

  /** @param verified - whether a certificate was asked for */
  constructor(socket: TLSSocket, verified: boolean) {
    this.protocol = socket.getProtocol() ?? '';
    this.cipher = socket.getCipher().name;
    this.serverName = typeof socket.servername === 'string' ? socket.servername : '';
    this.sessionReused = socket.isSessionReused();
    this.#certificate = verified ? socket.getPeerX509Certificate() : undefined;
    this.#verifyError = this.#certificate && verifyError(socket);
    this.clientVerify =
      this.#certificate === undefined
        ? 'NONE'
        : this.#verifyError === undefined
          ? 'SUCCESS'
          : `FAILED:${verdictOf(this.#verifyError)}`;
  }

  get clientSubject(): string {
    return rfc2253(this.#certificate?.subject);
  }

  get clientIssuer(): string {
    return rfc2253(this.#certificate?.issuer);
  }

  get clientSerial(): string {
    return this.#certificate?.serialNumber ?? '';
  }

  get clientFingerprint(): string {
    return (this.#certificate?.fingerprint ?? '').replaceAll(':', '').toLowerCase();
  }

  get clientCertificate(): string {
    return this.#certificate?.toString() ?? '';
  }

  /**
   * nginx's own status for a client certificate it does not accept: 495 for a wrong one, 496 for none; the client is told 400.
   *
   * @param verify - `sslVerifyClient` of the server that has the request
   */
  refusal(verify: VerifyClient): 495 | 496 | undefined {
    if (verify === 'off') return undefined;
    if (this.#certificate === undefined) return verify === 'on' ? 496 : undefined;
    if (this.#verifyError === undefined) return undefined;
    return verify === 'optional_no_ca' && UNKNOWN_AUTHORITY.has(this.#verifyError.code ?? '') ? undefined : 495;
  }
}

/** OpenSSL's verdict. Node's public `authorizationError` is only the name of it, without the words that nginx shows. */
function verifyError(socket: TLSSocket): VerifyError | undefined {
  if (socket.authorized) return undefined;
  const error = (socket as unknown as WithVerifyError)._handle?.verifyError?.();
  const code = String(socket.authorizationError);
  return error ?? Object.assign(new Error(code), { code });
}
