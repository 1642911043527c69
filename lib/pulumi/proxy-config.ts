import * as pulumi from '@pulumi/pulumi';
import { ConfigError } from '../../proxy-runtime/config/index.ts';
import { ProxyConfig as Plain, type FromNginxConfOptions } from '../plan/index.ts';
import { hasOutputAsText, OUTPUT_AS_TEXT } from './template-literals.ts';

/** The proxy's configuration, as data: nginx's directives in camelCase. {@link ProxyConfig.fromNginxConf} reads one from an nginx.conf. */
export type ProxyConfig = Plain;

/**
 * Reads an nginx.conf, or what stands in its http block, for the `nginxConf` of a proxy.
 *
 * What has no effect here, such as `sendfile`, is accepted, and the component says so; all else is as in nginx or refused.
 *
 * @param text - an output, too, such as a `pulumi.interpolate` with the values of other resources; it is nginx's text as soon as it is known
 * @throws ConfigError for what nginx would refuse, and for what this proxy does not do: one line with file, line, reason and way out
 */
function fromNginxConf(text: string, options?: FromNginxConfOptions): ProxyConfig;
function fromNginxConf(text: pulumi.Output<string>, options?: FromNginxConfOptions): pulumi.Output<ProxyConfig>;
function fromNginxConf(
  text: string | pulumi.Output<string>,
  options: FromNginxConfOptions = {},
): ProxyConfig | pulumi.Output<ProxyConfig> {
  if (hasOutputAsText(text)) throw new ConfigError(`the text of the nginx.conf ${OUTPUT_AS_TEXT}`);
  return typeof text === 'string'
    ? Plain.fromNginxConf(text, options)
    : text.apply((known) => readLater(known, options));
}

/** Pulumi shows an error of an output with its stack, unless it is one of its own. */
function readLater(text: string, options: FromNginxConfOptions): ProxyConfig {
  try {
    return Plain.fromNginxConf(text, options);
  } catch (error) {
    throw error instanceof ConfigError ? new pulumi.RunError(error.message) : error;
  }
}

// Type and value have one name, so that a program needs one import.
export const ProxyConfig = {
  fromNginxConf,

  /**
   * The same from a file, with what it includes.
   *
   * @param path - relative to the working directory
   * @throws ConfigError also for a file that can't be read
   */
  fromNginxConfFile(path: string): ProxyConfig {
    return Plain.fromNginxConfFile(path);
  },
};
