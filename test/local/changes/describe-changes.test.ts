import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDeployedCommand } from '../../../lib/local/backends/deployed-command.ts';
import { describeChanges } from '../../../lib/local/changes/describe-changes.ts';
import type { DeployedProxy } from '../../../lib/local/index.ts';
import type { ProxyVersion } from '../../../lib/local/session/proxy-version.ts';
import { deployedProxy } from '../support/deployed.ts';
import { config } from '../support/templates.ts';

/** A version with the configuration of the fixtures, changed. */
function version(change: object = {}, deployed: Partial<DeployedProxy> = {}): ProxyVersion {
  const whole = deployedProxy({
    command: JSON.stringify({ ...config, ...change }).replace('@CHAT@', 'chat.internal:8080'),
  });
  const proxy = { ...whole, ...deployed };
  const command = readDeployedCommand(proxy);
  const routes = command.backends.map((backend) => ({ backend, url: undefined, command: undefined }));
  return { deployed: proxy, config: command.config, routes };
}

function withIdleTimeout(seconds: number): ProxyVersion {
  const times = { proxyReadTimeout: seconds + 10, keepaliveTimeout: seconds + 10 };
  const { loadBalancer } = deployedProxy({ idleTimeout: seconds });
  return version(times, { loadBalancer });
}

function locations(more: object): object {
  const [server] = config.servers;
  return { servers: [{ ...server, locations: more }] };
}

describe('describeChanges', () => {
  test('is silent of what is equal', () => {
    assert.deepEqual(describeChanges(version(), version()), []);
  });

  test('says idleTimeout once, and not what follows from it', () => {
    assert.deepEqual(describeChanges(withIdleTimeout(900), withIdleTimeout(1200)), ['idleTimeout 900 -> 1200 s']);
  });

  test("says a time of the proxy's that does not follow", () => {
    assert.deepEqual(describeChanges(version(), version({ proxyReadTimeout: 5 })), ['proxyReadTimeout 70 -> 5 s']);
  });

  test('says which backends were added, removed and moved', () => {
    const [server] = config.servers;
    const before = version(locations({ ...server?.locations, '/old/': { proxyPass: 'http://10.0.0.1:1' } }));
    const after = version({
      ...locations({ ...server?.locations, '/new/': { proxyPass: 'http://10.0.0.2:2' } }),
      upstreams: { ...config.upstreams, 'legacy.internal': { servers: [{ address: 'elsewhere.internal:80' }] } },
    });
    assert.deepEqual(
      describeChanges(before, after).filter((line) => line.startsWith('backend')),
      [
        'backend / moved: http://legacy.internal:8080 -> http://elsewhere.internal:80',
        'backend /old/ removed (http://10.0.0.1:1)',
        'backend /new/ added (http://10.0.0.2:2)',
      ],
    );
  });

  test('says directives of locations, tasks, certificates and attributes by their names', () => {
    const old = version();
    const { container, loadBalancer } = old.deployed;
    const https = { port: 443, protocol: 'HTTPS', action: { type: 'forward' } } as const;
    const before = version({}, { desiredCount: 2, loadBalancer: { ...loadBalancer, listeners: [https] } });
    const listeners = [{ ...https, certificates: ['arn:1'] }];
    const attributes = { ...loadBalancer.attributes, 'waf.fail_open.enabled': 'true' };
    const [server] = config.servers;
    const young = locations({
      ...server?.locations,
      '/': { proxyPass: 'http://legacy.internal', proxyReadTimeout: 9 },
    });
    const after = version(young, { desiredCount: 3, loadBalancer: { ...loadBalancer, listeners, attributes } });
    const larger = { ...after, deployed: { ...after.deployed, container: { ...after.deployed.container, cpu: 512 } } };
    assert.equal(container.cpu, 256);
    assert.deepEqual(describeChanges(before, larger), [
      'desiredCount 2 -> 3',
      'certificate none -> arn:1',
      '/ proxyReadTimeout none -> 9 s',
      'cpu 256 -> 512',
      'load balancer attribute waf.fail_open.enabled none -> true',
    ]);
  });

  test('does not bury the reader', () => {
    const headers = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`X-${index}`, '1']));
    const lines = describeChanges(version(), version({ proxySetHeader: { ...config.proxySetHeader, ...headers } }));
    assert.equal(lines.length, 12);
    assert.equal(lines.at(-1), 'and 19 more changes');
  });
});
