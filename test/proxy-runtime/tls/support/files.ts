import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate, type Certificate } from './make-certificate.ts';

/** A new folder for certificates; `using` removes it. */
export class CertificateFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'wsproxy-tls-'));

  /** Writes a file, and gives its name. */
  write(name: string, text: string): string {
    const file = join(this.path, name);
    writeFileSync(file, text);
    return file;
  }

  /** Writes a certificate and its key, as the directives of a server. */
  server(made: Certificate, name = 'server'): { readonly sslCertificate: string; readonly sslCertificateKey: string } {
    return {
      sslCertificate: this.write(`${name}.pem`, made.certificate),
      sslCertificateKey: this.write(`${name}.key`, made.key),
    };
  }

  /** The directives of a server with a certificate of its own for these names. */
  serverNamed(...names: readonly string[]): { readonly sslCertificate: string; readonly sslCertificateKey: string } {
    return this.server(makeCertificate({ names }), names[0]);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
