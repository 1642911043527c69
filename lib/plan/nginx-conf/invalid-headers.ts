import type { ProxyConfig, ServerDirectives } from '../../../proxy-runtime/config/index.ts';
import { withPlaces, type PlacedConfig } from './levels.ts';
import type { Warn } from './plan-warning.ts';

/**
 * Whether a server takes header lines whose names have other characters than letters, digits and hyphens, which the load balancer must let
 * through then; the proxy itself drops them for the other servers, as nginx does.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 */
export function takesInvalidHeaders(config: ProxyConfig): boolean {
  return takers(withPlaces(config)).length > 0;
}

/** Says what the load balancer lets through for them. */
export function warnOfInvalidHeaders(config: PlacedConfig, warn: Warn): void {
  const found = takers(config);
  if (found.length === 0) return;
  warn(
    'InvalidHeaders',
    `${found.join(', ')}: the load balancer passes on header names with other characters than letters, digits and hyphens, which it would drop otherwise (routing.http.drop_invalid_header_fields.enabled is false, which Security Hub's ELB.4 reports); leave the directive out if no client needs it`,
  );
}

/** The directives that say so, where they stand. */
function takers(config: PlacedConfig): readonly string[] {
  return config.servers.flatMap(({ server, place }) => {
    const effective: ServerDirectives = { ...config, ...server };
    const directive =
      effective.ignoreInvalidHeaders === 'off'
        ? 'ignore_invalid_headers off'
        : effective.underscoresInHeaders === 'on'
          ? 'underscores_in_headers on'
          : undefined;
    return directive === undefined ? [] : [`${place}: ${directive}`];
  });
}
