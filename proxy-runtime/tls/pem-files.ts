import type { KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { nodeCrypto, nodeTls } from '../node/builtins.ts';
import { ConfigError } from '../config/config-error.ts';
import type { CertificateFiles } from './ssl-settings.ts';

/** A certificate with its chain, and the key to it, as Node takes them. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: { readonly pem: string; readonly passphrase?: string };
}

/** The directives that name a pair of files, for what is said against them. */
export interface PairDirectives {
  readonly certificate: string;
  readonly key: string;
}

/** @throws {@link ConfigError} */
export function readFile(directive: string, file: string): string {
  try {
    // Certificates and keys are ASCII between their lines of dashes; comments around them may be anything.
    return readFileSync(file, 'latin1');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${file} can't be read (${code}); a relative name starts at the working directory`, [
      directive,
    ]);
  }
}

/** Reads a certificate and its key, and sees that they belong together. @throws {@link ConfigError} */
export function readKeyPair(
  files: CertificateFiles,
  directives: PairDirectives,
  passphrases: readonly string[] = [],
): KeyPair {
  const certificate = readFile(directives.certificate, files.certificate);
  const [leaf] = readCertificates(directives.certificate, files.certificate);
  const pem = readFile(directives.key, files.key);
  const { key, passphrase } = openKey(pem, passphrases, files.key, directives.key);
  if (leaf?.checkPrivateKey(key) !== true) {
    throw new ConfigError(
      `${files.key} is not the key of ${files.certificate}, whose first certificate has to be the server's own`,
      [directives.key],
    );
  }
  return { certificate, key: passphrase === undefined ? { pem } : { pem, passphrase } };
}

function openKey(
  pem: string,
  passphrases: readonly string[],
  file: string,
  directive: string,
): { readonly key: KeyObject; readonly passphrase: string | undefined } {
  for (const passphrase of [undefined, ...passphrases]) {
    try {
      const key = nodeCrypto().createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase });
      return { key, passphrase };
    } catch {
      // The next passphrase may be the one.
    }
  }
  if (pem.includes('ENCRYPTED')) {
    throw new ConfigError(`${file} is encrypted, and no line of sslPasswordFile opens it`, [directive]);
  }
  throw new ConfigError(`${file} holds no private key that can be read; it has to be in PEM`, [directive]);
}

/** nginx's password file: one passphrase in a line. */
export function readPassphrases(directive: string, file: string | undefined): string[] {
  if (file === undefined) return [];
  return readFile(directive, file)
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

/** Every certificate of a PEM file. @throws {@link ConfigError} for a file without any, or with a broken one */
export function readCertificates(directive: string, file: string): X509Certificate[] {
  const blocks = pemBlocks(readFile(directive, file), 'CERTIFICATE');
  if (blocks.length === 0) throw new ConfigError(`${file} holds no certificate; it has to be in PEM`, [directive]);
  return blocks.map((block, index) => {
    try {
      return new (nodeCrypto().X509Certificate)(block);
    } catch (error) {
      throw new ConfigError(`certificate ${index + 1} of ${file} is broken (${reasonOf(error)})`, [directive]);
    }
  });
}

/** Every list of a PEM file with revoked certificates, one by one: Node takes only the first of a file. @throws {@link ConfigError} */
export function readCrls(directive: string, file: string | undefined): string[] {
  if (file === undefined) return [];
  const blocks = pemBlocks(readFile(directive, file), 'X509 CRL');
  if (blocks.length === 0)
    throw new ConfigError(`${file} holds no list of revoked certificates; it has to be in PEM`, [directive]);
  for (const crl of blocks) {
    asConfigError(directive, `${file} holds a broken list`, () => nodeTls().createSecureContext({ ca: [], crl }));
  }
  return blocks;
}

/** Diffie-Hellman parameters. Node takes no notice of a file without any, so it is looked at here. @throws {@link ConfigError} */
export function readDhparam(directive: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const [block] = pemBlocks(readFile(directive, file), 'DH PARAMETERS');
  if (block === undefined || !isSequenceOfNumbers(Buffer.from(block.replace(/-----.*-----/g, ''), 'base64'))) {
    throw new ConfigError(`${file} holds no Diffie-Hellman parameters; make them with openssl dhparam`, [directive]);
  }
  return block;
}

/** Whether the bytes are one sequence of ASN.1 that is complete and begins with a number. Parameters worth using are longer than 127 bytes. */
function isSequenceOfNumbers(der: Buffer): boolean {
  const lengthSize = (der[1] ?? 0) - 0x80;
  if (der[0] !== 0x30 || lengthSize < 1 || lengthSize > 2 || der.length < 2 + lengthSize) return false;
  return der.readUIntBE(2, lengthSize) === der.length - 2 - lengthSize && der[2 + lengthSize] === 0x02;
}

/** Runs `create`; what Node or OpenSSL says against it is said of the directive. */
export function asConfigError<T>(directive: string, what: string, create: () => T): T {
  try {
    return create();
  } catch (error) {
    throw new ConfigError(`${what} (${reasonOf(error)})`, [directive]);
  }
}

/** What OpenSSL says in few words, without the place in its sources. */
export function reasonOf(error: unknown): string {
  const { reason, message } = error as Error & { readonly reason?: unknown };
  return typeof reason === 'string' ? reason : message.replace(/\s+/g, ' ').trim();
}

/** OpenSSL's words for a certificate it does not accept, without the advice that Node puts behind them. */
export function verdictOf({ message }: Error): string {
  return message.replace(/;.*$/s, '');
}

function pemBlocks(text: string, label: string): string[] {
  return text.match(new RegExp(`-----BEGIN ${label}-----[^-]*-----END ${label}-----`, 'g')) ?? [];
}
