import * as pulumi from '@pulumi/pulumi';
import { parseBackendUrl, type BackendTarget } from '../../plan/index.ts';
import type { BackendBindOptions, BoundBackend } from './bound-backend.ts';
import { isPlain } from '../args/plain.ts';

/** The target that a URL names, if that is known when the program runs. */
export function urlTargetNow(url: pulumi.Input<string>): BackendTarget | undefined {
  return isPlain(url) ? parseBackendUrl(url) : undefined;
}

/** The backend that a URL names. */
export function urlBackend(url: pulumi.Input<string>, { at }: BackendBindOptions): BoundBackend {
  const target = isPlain(url)
    ? pulumi.output(parseBackendUrl(url))
    : pulumi.output(url).apply((text) => at(() => nameless(text)));
  return { target, rules: [] };
}

/** A host that only the deployment knows gives the upstream no name: it would be another one in each deployment. */
function nameless(url: string): BackendTarget {
  const { scheme, host, port, uri } = parseBackendUrl(url);
  return { scheme, host, port, ...(uri !== undefined && { uri }) };
}
