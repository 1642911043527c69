import { directiveName } from '../../../proxy-runtime/config/index.ts';
import { PlanError } from '../errors/plan-error.ts';
import { mapLevels, type PlacedConfig } from './levels.ts';

/** Files that would have to be in the image, with the way out. */
const FILES: Readonly<Record<string, string>> = {
  proxySslTrustedCertificate: "leave it out: the system's authorities are trusted",
  proxySslCrl: 'leave it out',
  proxySslCertificate: 'leave it out, and let the backend trust the security group of the tasks',
  proxySslCertificateKey: 'leave it out, and let the backend trust the security group of the tasks',
  proxySslPasswordFile: 'leave it out, with the key that it is for',
  clientBodyTempPath: 'leave it out: bodies are streamed, not stored',
};

/**
 * Refuses what would let in whom the configuration keeps out, and what could not start.
 *
 * @throws {@link PlanError}
 */
export function refuseUnavailable(config: PlacedConfig): void {
  mapLevels(config, (level, place) => {
    const stated = level as Readonly<Record<string, unknown>>;
    const at = place === '' ? '' : `${place}: `;
    for (const [name, wayOut] of Object.entries(FILES)) {
      const value = stated[name];
      if (typeof value !== 'string') continue;
      throw new PlanError(
        'WSPROXY_NGINX_UNAVAILABLE',
        `${at}${directiveName(name)} is ${value}, but the proxy's image has no such file; ${wayOut}`,
      );
    }
    for (const rule of level.access ?? []) {
      const [kind = '', address] = Object.entries(rule)[0] ?? [];
      if (address === 'all') continue;
      throw new PlanError(
        'WSPROXY_NGINX_UNAVAILABLE',
        `${at}${kind} ${String(address)} would be about the load balancer's address, which is every request's; leave it out, and say who may connect by allowFrom`,
      );
    }
    const verify = stated['sslVerifyClient'];
    if (verify !== undefined && verify !== 'off') {
      throw new PlanError(
        'WSPROXY_NGINX_UNAVAILABLE',
        `${at}ssl_verify_client would let everybody in, since TLS ends at the load balancer; leave it out, and give the listener mutual authentication`,
      );
    }
    if (stated['sslRejectHandshake'] === 'on') {
      throw new PlanError(
        'WSPROXY_NGINX_UNAVAILABLE',
        `${at}ssl_reject_handshake would reject nobody, since TLS ends at the load balancer; write "return 444;" instead`,
      );
    }
    return level;
  });
}
