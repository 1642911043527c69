import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bits, der, integer, octets, oid, pem, sequence, set, utcTime, utf8, yes } from './der.ts';

const ATTRIBUTES = { CN: '2.5.4.3', O: '2.5.4.10', OU: '2.5.4.11', C: '2.5.4.6' } as const;
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const RSA_WITH_SHA256 = sequence(oid('1.2.840.113549.1.1.11'), der(0x05));
const DAY_MS = 86_400_000;

/** The parts of a name, the last of RFC 2253 first; several attributes in one part are written `CN+OU`. */
export type Name = readonly Partial<Record<keyof typeof ATTRIBUTES, string>>[];

/** A certificate made for a test, with its key. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  readonly serial: string;
  readonly name: Buffer;
  readonly privateKey: KeyObject;
}

interface Wanted {
  readonly subject?: Name;
  /** DNS names and IPv4 addresses it is for. */
  readonly names?: readonly string[];
  /** @default - itself */
  readonly issuer?: Certificate;
  readonly authority?: boolean;
  readonly kind?: 'ec' | 'rsa';
  readonly serial?: string;
  readonly expired?: boolean;
}

/** Makes a certificate as a real authority would, in a few milliseconds (RSA: tens of them). */
export function makeCertificate(wanted: Wanted = {}): Certificate {
  const { subject = [{ CN: wanted.names?.[0] ?? 'test' }], names = [], issuer, authority = false } = wanted;
  const { publicKey, privateKey } =
    wanted.kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // A first byte below 128 and not 0, as authorities make them.
  const serial = wanted.serial ?? `4${randomBytes(8).toString('hex').slice(1)}`;
  const name = encodeName(subject);
  const signer = issuer?.privateKey ?? privateKey;
  const [from, to] = wanted.expired ? [-2 * DAY_MS, -DAY_MS] : [-DAY_MS, DAY_MS];
  const content = sequence(
    der(0xa0, integer('02')),
    integer(serial),
    algorithmOf(signer),
    issuer?.name ?? name,
    sequence(utcTime(new Date(Date.now() + from)), utcTime(new Date(Date.now() + to))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(authority, names))),
  );
  return {
    certificate: pem('CERTIFICATE', signed(content, signer)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    serial,
    name,
    privateKey,
  };
}

/** A list of revoked certificates. */
export function makeCrl(issuer: Certificate, revoked: readonly Certificate[]): string {
  const now = utcTime(new Date(Date.now() - DAY_MS));
  const entries = revoked.map(({ serial }) => sequence(integer(serial), now));
  const content = sequence(
    integer('01'),
    algorithmOf(issuer.privateKey),
    issuer.name,
    now,
    utcTime(new Date(Date.now() + DAY_MS)),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
  );
  return pem('X509 CRL', signed(content, issuer.privateKey));
}

function signed(content: Buffer, key: KeyObject): Buffer {
  return sequence(content, algorithmOf(key), bits(sign('sha256', content, key)));
}

function algorithmOf(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'rsa' ? RSA_WITH_SHA256 : ECDSA_WITH_SHA256;
}

function encodeName(parts: Name): Buffer {
  return sequence(
    ...parts.map((part) =>
      set(
        ...Object.entries(part).map(([attribute, value]) =>
          sequence(oid(ATTRIBUTES[attribute as keyof typeof ATTRIBUTES]), utf8(value)),
        ),
      ),
    ),
  );
}

function extensions(authority: boolean, names: readonly string[]): Buffer[] {
  const constraints = sequence(oid('2.5.29.19'), yes(), octets(authority ? sequence(yes()) : sequence()));
  if (names.length === 0) return [constraints];
  const alternatives = names.map((name) =>
    isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)),
  );
  return [constraints, sequence(oid('2.5.29.17'), octets(sequence(...alternatives)))];
}
