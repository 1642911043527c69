/** What Pulumi starts when this package is a plugin: see PulumiPlugin.yaml. */
import * as pulumi from '@pulumi/pulumi';
import { WebSocketProxyProvider } from './provider.ts';

void pulumi.provider.main(new WebSocketProxyProvider(), process.argv.slice(2));
