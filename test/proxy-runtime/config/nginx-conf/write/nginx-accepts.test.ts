import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { writeNginxConf } from '../../../../../proxy-runtime/config/nginx-conf/write/write-nginx-conf.ts';
import { readNginxConf } from '../../../../../proxy-runtime/compile/nginx-conf.ts';
import { ConfigError, type ProxyConfig } from '../../../../../proxy-runtime/index.ts';
import { loadCases } from '../../../../conformance/runner/load-cases.ts';
import { nginxConf } from '../../../../conformance/runner/nginx-conf.ts';
import { skipTarget } from '../../../../conformance/runner/targets.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { CERTIFICATE, KEY } from '../../../support/certificate.ts';
import { CONFIGS, everything } from './configs.ts';
import { testWithNginx } from './support.ts';

/** What stands for the addresses of a case; nothing is started there. */
const ADDRESSES = {
  LISTEN: '127.0.0.1:18083',
  BACKEND: '127.0.0.1:18084',
  BACKEND_PORT: '18084',
  BACKEND2: '127.0.0.1:18085',
  BACKEND3: '127.0.0.1:18086',
  DEAD: '127.0.0.1:18087',
  DEAF: '127.0.0.1:18088',
  DNS: '127.0.0.1:18089',
};

/** Undefined for a file that this proxy refuses. */
function readOrUndefined(text: string, prefix: string): ProxyConfig | undefined {
  try {
    return readNginxConf(text, { prefix }).config;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

describe('nginx 1.22 accepts', { skip: skipTarget('nginx') }, () => {
  for (const [name, config] of Object.entries(CONFIGS)) {
    test(name, async () => {
      assert.equal(await testWithNginx(writeNginxConf(config, { version: '1.22' }).text), '');
    });
  }

  test('everything at once', async () => {
    await using folder = await temporaryFolder();
    await writeFile(`${folder.path}/cert.pem`, CERTIFICATE);
    await writeFile(`${folder.path}/key.pem`, KEY);
    await writeFile(`${folder.path}/passwords`, 'secret\n');
    await mkdir(`${folder.path}/body`);
    assert.equal(await testWithNginx(writeNginxConf(everything(folder.path)).text), '');
  });

  test("what is read of each conformance case's nginx.conf", async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    await writeFile(`${path}/cert.pem`, CERTIFICATE);
    await writeFile(`${path}/key.pem`, KEY);
    const values = { ...ADDRESSES, UNIX: `unix:${path}/sock`, CERT: `${path}/cert.pem`, KEY: `${path}/key.pem` };
    const readable = loadCases().flatMap(({ test: each }) => {
      if (each.expect.startupFails !== undefined) return [];
      const config = readOrUndefined(nginxConf(each, path, values), path);
      return config === undefined ? [] : [{ id: each.id, config }];
    });
    // The rest are for what this proxy doesn't do.
    assert.ok(readable.length > 150, `${readable.length} can be read`);
    for (const { id, config } of readable) {
      const said = await testWithNginx(writeNginxConf(config, { version: '1.22' }).text);
      assert.equal(said, '', id);
    }
  });
});
