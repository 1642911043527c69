import * as pulumi from '@pulumi/pulumi';
import { ConfigError, type ProxyConfig } from '../../../proxy-runtime/config/index.ts';
import {
  parseNginxConf,
  parseNginxConfFile,
  takeConfig,
  type NginxConfOptions,
  type ParsedNginxConf,
} from '../../plan/index.ts';
import { mark } from '../../plan/props/index.ts';
import { isPlain } from '../args/plain.ts';
import { hasOutputAsText, OUTPUT_AS_TEXT } from '../args/template-literals.ts';

/** An nginx.conf, which the proxy runs with: what it says, and what of it has no effect here. */
export class NginxConf {
  /**
   * Reads an nginx.conf from a file, with what it includes.
   *
   * What has no effect here, such as `sendfile`, is accepted, and the component says so; all else is as in nginx or refused.
   *
   * @param path - relative to the working directory
   * @throws ConfigError for what nginx would refuse, for what this proxy does not do, and for a file that can't be read: one line with file,
   *   line, reason and way out
   */
  static fromFile(path: string): NginxConf {
    return new NginxConf(parseNginxConfFile(path));
  }

  /**
   * Reads the text of an nginx.conf, or of what stands in its http block, in the same way.
   *
   * @param text - an output, too, such as a `pulumi.interpolate` with the values of other resources; it is nginx's text as soon as it is known
   * @throws ConfigError for what nginx would refuse, and for what this proxy does not do
   */
  static fromText(text: pulumi.Input<string>, options: NginxConfOptions = {}): NginxConf {
    if (hasOutputAsText(text)) throw new ConfigError(`the text of the nginx.conf ${OUTPUT_AS_TEXT}`);
    return new NginxConf(
      isPlain(text) ? parseNginxConf(text, options) : pulumi.output(text).apply((known) => parseLater(known, options)),
    );
  }

  /**
   * Takes a configuration that is data already: nginx's directives in camelCase, as `wsproxy run` takes them.
   *
   * @throws PlanError for what is no configuration
   */
  static fromConfig(config: ProxyConfig): NginxConf {
    return new NginxConf(takeConfig(config));
  }

  readonly #parsed: ParsedNginxConf | pulumi.Output<ParsedNginxConf>;

  private constructor(parsed: ParsedNginxConf | pulumi.Output<ParsedNginxConf>) {
    this.#parsed = parsed;
    mark(this, 'pulumi.NginxConf');
  }

  /** @internal */
  _bind(): ParsedNginxConf | pulumi.Output<ParsedNginxConf> {
    return this.#parsed;
  }
}

/** Pulumi shows an error of an output with its stack, unless it is one of its own. */
function parseLater(text: string, options: NginxConfOptions): ParsedNginxConf {
  try {
    return parseNginxConf(text, options);
  } catch (error) {
    throw error instanceof ConfigError ? new pulumi.RunError(error.message) : error;
  }
}
