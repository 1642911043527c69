import * as pulumi from '@pulumi/pulumi';
import { parseBackendUrl, type BackendTarget } from '../plan/index.ts';
import type { BackendBindOptions, BoundBackend } from './backend.ts';
import { isPlain } from './plain.ts';

/** The backend that a URL names. */
export function urlBackend(url: pulumi.Input<string>, { at }: BackendBindOptions): BoundBackend {
  if (isPlain(url)) {
    const now = at(() => parseBackendUrl(url));
    return { now, target: pulumi.output(now), rules: [] };
  }
  return { now: undefined, target: pulumi.output(url).apply((text) => at(() => nameless(text))), rules: [] };
}

/** A host that only the deployment knows gives the upstream no name: it would be another one in each deployment. */
function nameless(url: string): BackendTarget {
  const { scheme, host, port, uri } = parseBackendUrl(url);
  return { scheme, host, port, ...(uri !== undefined && { uri }) };
}
