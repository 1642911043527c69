import { RUNTIME_LABELS } from '../../plan/images/runtime-label.ts';
import type { DeployedContainer } from './deployed-proxy.ts';
import { asArray, asNumber, asString, asStrings, type JsonObject } from './json.ts';
import { objectAt, type ReadProperty } from './properties.ts';

const [LABEL = ''] = Object.keys(RUNTIME_LABELS);

/** Whether a container is a proxy of these constructs, which mark it with a label. */
export function isProxyContainer(container: JsonObject, read: ReadProperty): boolean {
  return LABEL in objectAt(read, container, 'DockerLabels');
}

/**
 * Reads a proxy's container and the task around it.
 *
 * @param port - the one that is registered with the target group
 */
export function readContainer(
  task: JsonObject,
  container: JsonObject,
  port: number,
  read: ReadProperty,
): Omit<DeployedContainer, 'placeholders'> {
  const log = objectAt(read, container, 'LogConfiguration');
  return {
    runtimeVersion: asString(objectAt(read, container, 'DockerLabels')[LABEL]) ?? '',
    image: asString(read(container, 'Image')) ?? '',
    command: asArray(read(container, 'Command')).map((argument) => asString(argument) ?? ''),
    port,
    cpu: asNumber(read(task, 'Cpu')),
    memory: asNumber(read(task, 'Memory')),
    stopTimeout: asNumber(read(container, 'StopTimeout')),
    logDriver: asString(read(log, 'LogDriver')),
    logOptions: asStrings(read(log, 'Options')),
  };
}
