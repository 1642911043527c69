import type { DeployedListener, ListenerAction } from './deployed-proxy.ts';
import { asNumber, asString, type JsonObject } from './json.ts';
import { objectAt, objectsAt, type ReadProperty } from './properties.ts';

/** Where the default actions of a listener forward to: what stands there for the ARNs of target groups. */
export function forwardTargets(listener: JsonObject, read: ReadProperty): readonly unknown[] {
  return objectsAt(read, listener, 'DefaultActions').flatMap((action) => [
    read(action, 'TargetGroupArn'),
    ...objectsAt(read, objectAt(read, action, 'ForwardConfig'), 'TargetGroups').map(
      // In Pulumi's forward, but not in its action, it is `arn`
      (target) => read(target, 'TargetGroupArn') ?? target['arn'],
    ),
  ]);
}

/**
 * Reads a listener of a proxy's load balancer.
 *
 * @param forwards - whether it forwards to the proxy
 * @returns undefined for one that is for something else, such as another target group
 */
export function readListener(
  listener: JsonObject,
  read: ReadProperty,
  forwards: boolean,
): DeployedListener | undefined {
  const action = forwards
    ? ({ type: 'forward' } as const)
    : readAction(objectsAt(read, listener, 'DefaultActions').at(-1) ?? {}, read);
  const port = asNumber(read(listener, 'Port'));
  if (action === undefined || port === undefined) return undefined;
  const certificates = [listener, ...objectsAt(read, listener, 'Certificates')].flatMap(
    (each) => asString(read(each, 'CertificateArn')) ?? [],
  );
  const sslPolicy = asString(read(listener, 'SslPolicy'));
  return {
    port,
    protocol: asString(read(listener, 'Protocol')) ?? 'HTTP',
    ...(certificates.length > 0 && { certificates }),
    ...(sslPolicy !== undefined && { sslPolicy }),
    action,
  };
}

function readAction(action: JsonObject, read: ReadProperty): ListenerAction | undefined {
  switch (read(action, 'Type')) {
    case 'redirect': {
      const config = objectAt(read, action, 'RedirectConfig');
      return {
        type: 'redirect',
        statusCode: read(config, 'StatusCode') === 'HTTP_302' ? 302 : 301,
        location: {
          protocol: asString(read(config, 'Protocol')) ?? '#{protocol}',
          host: asString(read(config, 'Host')) ?? '#{host}',
          port: asString(read(config, 'Port')) ?? '#{port}',
          path: asString(read(config, 'Path')) ?? '/#{path}',
          query: asString(read(config, 'Query')) ?? '#{query}',
        },
      };
    }
    case 'fixed-response': {
      const config = objectAt(read, action, 'FixedResponseConfig');
      return {
        type: 'fixed-response',
        statusCode: asNumber(read(config, 'StatusCode')) ?? 200,
        body: asString(read(config, 'MessageBody')) ?? '',
      };
    }
    default:
      return undefined;
  }
}
