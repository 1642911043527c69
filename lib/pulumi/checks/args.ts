import { checkLocation, errorsAt, PlanError } from '../../plan/index.ts';
import type { Backend } from '../backends/backend.ts';
import { directivesNow } from '../backends/directives.ts';
import { loadBalancingRenderer } from '../load-balancing/renderers.ts';
import { hasOutputAsText, OUTPUT_AS_TEXT } from '../args/template-literals.ts';
import type { Settings } from '../args/settings.ts';

/**
 * Checks that no argument contradicts another, as far as that shows when the program runs.
 *
 * @throws PlanError
 */
export function checkArgs(settings: Settings): void {
  if (settings.backends === undefined && settings.nginxConf === undefined) {
    throw new PlanError(
      'WSPROXY_NO_BACKEND',
      "neither backends nor nginxConf is given; give backends: { '/': Backend.url('http://host:port') }",
    );
  }
  const { loadBalancing, certificateArn, logGroup, logRetentionInDays } = settings;
  loadBalancingRenderer(loadBalancing).check(loadBalancing, certificateArn);
  if (logGroup && logRetentionInDays !== undefined) {
    throw new PlanError(
      'WSPROXY_PROPS',
      "logRetentionInDays is for the proxy's own log group, but logGroup is given; set the retention there",
    );
  }
  checkBackends(settings);
}

/** What they are the backends of is checked with the plan if it is `nginxConf`. */
function checkBackends({ backends = {}, nginxConf }: Settings): void {
  const entries = Object.entries(backends);
  if (entries.length === 0 && nginxConf === undefined) {
    throw new PlanError(
      'WSPROXY_NO_BACKEND',
      "has no backend; give it backends: { '/': Backend.url('http://host:port') }",
    );
  }
  for (const [location, backend] of entries) {
    if (hasOutputAsText(location)) {
      throw new PlanError(
        'WSPROXY_KNOWN_LATE',
        'a location of backends is made of an output, but locations decide which one a request is for; write it as text',
      );
    }
    checkName(location, backend, backends);
    const { directives, targetNow } = backend._bind();
    const [written] = Object.entries(directives).find(([, value]) => hasOutputAsText(value)) ?? [];
    if (written !== undefined)
      throw new PlanError('WSPROXY_KNOWN_LATE', `backends['${location}'] ${written} ${OUTPUT_AS_TEXT}`);
    const target = errorsAt(`backends['${location}']`, targetNow);
    if (nginxConf !== undefined) continue;
    checkLocation(location, {
      scheme: 'http',
      host: '',
      port: '',
      ...target,
      directives: directivesNow(directives),
    });
  }
}

/** What is made for a service is named after it. */
function checkName(location: string, backend: Backend, backends: Readonly<Record<string, Backend>>): void {
  const { name, bind } = backend._bind();
  const others = Object.values(backends).map((other) => other._bind());
  if (name === undefined || others.every((other) => other.bind === bind || other.name !== name)) return;
  throw new PlanError(
    'WSPROXY_BACKEND_SERVICE',
    `backends['${location}']: another backend is called '${name}' too; give each service a name of its own, or several locations the same Backend`,
  );
}
