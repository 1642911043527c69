import type * as pulumi from '@pulumi/pulumi';
import { VERSION } from '../../../proxy-runtime/config/index.ts';
import { TYPE } from '../websocket-proxy-type.ts';
import schema from './schema.json' with { type: 'json' };
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';
import { WebSocketProxy } from './websocket-proxy.ts';

/**
 * Serves the component to programs in other languages.
 *
 * Its schema is written from the component's types by `npm run docs`, so that it needs no sources and no TypeScript where it runs.
 */
export class WebSocketProxyProvider implements pulumi.provider.Provider {
  readonly version: string = VERSION;

  /** Not `getSchema()`, which Pulumi before 3.150 doesn't ask. */
  readonly schema: string = JSON.stringify({ ...schema, version: VERSION });

  construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<pulumi.provider.ConstructResult> {
    if (type !== TYPE) throw new Error(`there is no ${type} here; use ${TYPE}`);
    const proxy = new WebSocketProxy(name, inputs as WebSocketProxyArgs, options);
    const outputs = Object.keys(schema.resources[TYPE].properties) as Exclude<
      keyof WebSocketProxy,
      keyof pulumi.ComponentResource
    >[];
    return Promise.resolve({
      urn: proxy.urn,
      state: Object.fromEntries(outputs.map((output) => [output, proxy[output]])),
    });
  }
}
