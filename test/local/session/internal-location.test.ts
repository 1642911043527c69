import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planDeployment } from '../../../lib/plan/plan-deployment.ts';
import { proxyConfig } from '../../../lib/plan/configuration/proxy-config.ts';
import { startDevSession } from '../../../lib/local/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { getEcho, startEchoBackend } from '../support/backends.ts';
import { proxyTemplate, writeAssembly } from '../support/templates.ts';

test('An internal location answers clients 404, and auth_request asks it', async () => {
  const config = proxyConfig(planDeployment({}), {
    '/': {
      scheme: 'http',
      host: 'chat.internal',
      port: '80',
      name: 'chat',
      directives: {
        authRequest: '/auth',
        authRequestSet: { $by: '$upstream_status' },
        proxySetHeader: { 'X-By': '$by' },
      },
    },
    '= /auth': { scheme: 'http', host: 'auth.internal', port: '80', name: 'auth', directives: { internal: true } },
  });
  await using folder = await temporaryFolder();
  await using chat = await startEchoBackend('chat');
  await using auth = await startEchoBackend('auth');
  await writeAssembly(folder.path, { ChatStack: proxyTemplate({ command: JSON.stringify(config) }) });
  const session = await startDevSession({ app: folder.path, backends: { chat: chat.url, auth: auth.url } });
  try {
    const url = session.proxies[0]?.url ?? '';
    const { backend, headers } = await getEcho(url);
    assert.equal(backend, 'chat');
    assert.equal(headers['x-by'], '200');
    assert.equal((await fetch(`${url}/auth`)).status, 404);
  } finally {
    await session.close();
  }
});
