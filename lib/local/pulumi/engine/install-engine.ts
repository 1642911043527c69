import type * as pulumi from '@pulumi/pulumi';
import type { RunRequest } from '../recorded.ts';
import type { Recorder } from './recorder.ts';
import { answerForStack } from './stack-reference.ts';

/** What a local backend of Pulumi calls the organization. */
const ORGANIZATION = 'organization';

const STACK_TYPE = 'pulumi:pulumi:Stack';

/** A resource on its way to the engine. */
interface Registration {
  getType(): string;
  getParent(): string;
}

type Register = (
  request: Registration,
  callback: (error: unknown, response?: { getUrn(): string }) => void,
) => Promise<void>;

/** Pulumi's mocked engine, as far as it concerns us. */
interface Monitor {
  registerResource: Register;
  readResource: Register;
  signalAndWaitForShutdown?: (request: unknown, callback: (error: null, response: object) => void) => void;
}

/** Has `sdk` talk to `recorder` instead of an engine, as in a deployment: all outputs become known. */
export async function installEngine(
  sdk: typeof pulumi,
  { project, stack, config, secrets }: Pick<RunRequest, 'project' | 'stack' | 'config' | 'secrets'>,
  recorder: Recorder,
): Promise<void> {
  const { runtime } = sdk;
  await runtime.setMocks(recorder, project, stack, false, ORGANIZATION);
  const values: Record<string, string> = { ...config };
  for (const key of secrets) values[key] = recorder.placeholders.value({ type: 'secret', name: key }, 'secret');
  runtime.setAllConfig(values, [...secrets]);
  // As mocks it is an object of another class than the types say
  const monitor = runtime.getMonitor() as unknown as Monitor | undefined;
  if (monitor === undefined) throw new Error('@pulumi/pulumi has no resource monitor after setMocks()');
  takeOver(monitor, recorder, () => {
    runtime.registerStackTransformation(({ resource, type, name, props }) => {
      recorder.learn(type, name, props);
      answerForStack(sdk, resource, type, recorder.placeholders);
      return undefined;
    });
  });
}

/**
 * Tells `recorder` of each resource whose child it is, which mocks are not told.
 *
 * @param onStack - called when the stack itself is there, and nothing else yet
 */
function takeOver(monitor: Monitor, recorder: Recorder, onStack: () => void): void {
  const taking = (register: Register, existing: boolean): Register => {
    return async (request, callback) => {
      if (request.getType() === STACK_TYPE) onStack();
      const { resource, done } = recorder.take({ parent: request.getParent(), existing }, () =>
        register.call(monitor, request, (error, response) => {
          if (response !== undefined && resource !== undefined) resource.urn = response.getUrn();
          callback(error, response);
        }),
      );
      await done;
    };
  };
  monitor.registerResource = taking(monitor.registerResource, false);
  monitor.readResource = taking(monitor.readResource, true);
  // What Pulumi's runner calls last
  monitor.signalAndWaitForShutdown ??= (_, callback) => {
    callback(null, {});
  };
}
