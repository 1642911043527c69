import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { seedConfig, startTestProxy, SWITCHING, UPGRADE_REQUEST } from '../../support/test-proxy.ts';

describe('the address a client connected to', () => {
  test('is in the log of a tunnel that the client has closed', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'access.log');
    await using backend = await startRawBackend(answering(() => SWITCHING));
    await using proxy = await startTestProxy(
      seedConfig(
        backend,
        {},
        {
          logFormats: { own: { format: '$status $server_addr:$server_port' } },
          accessLog: { path, format: 'own' },
        },
      ),
    );
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    await client.response({ bodiless: true });
    client.reset();
    const lines = await eventually('its line', () => readFileSync(path, 'utf8') || undefined);
    assert.equal(lines, `101 127.0.0.1:${proxy.port}\n`);
  });
});
