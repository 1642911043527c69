import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { readNginxConfFile } from '../../../../../proxy-runtime/compile/nginx-conf.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { complaint, complaintOf, read } from './support/read.ts';

const MAIN = 'events { }\nhttp { include conf.d/*.conf; }\n';

async function folderWith(files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return folder;
}

function server(name: string): string {
  return `server { listen 8080; server_name ${name}; return 200; }`;
}

describe('included files', () => {
  test('are read in the order of their names, relative to the main file, wherever they are included', async () => {
    await using folder = await folderWith({
      'conf/nginx.conf': 'events { }\nhttp { include conf.d/*.conf; include sites/[ab]?; }\n',
      'conf/conf.d/2.conf': server('two'),
      'conf/conf.d/1.conf': `include more/one;`,
      'conf/conf.d/10.conf': server('ten'),
      'conf/conf.d/.hidden.conf': 'nonsense;',
      'conf/conf.d/other': 'nonsense;',
      'conf/more/one': server('one'),
      'conf/sites/a1': server('a1'),
      'conf/sites/b2': server('b2'),
      'conf/sites/c3': 'nonsense;',
    });
    const { config } = readNginxConfFile('conf/nginx.conf', { prefix: folder.path });
    assert.deepEqual(
      config.servers.map(({ serverName }) => serverName),
      ['one', 'ten', 'two', 'a1', 'b2'],
    );
  });

  test('may be parts of any block', async () => {
    await using folder = await folderWith({
      'nginx.conf': 'events { include events.conf; } http { map $http_a $b { include keys; } server { include s; } }',
      'events.conf': 'worker_connections 10;',
      keys: 'a 1;\nb 2;',
      s: 'listen 8080; location / { include headers; return 200; }',
      headers: 'add_header A b;',
    });
    const { config } = readNginxConfFile(join(folder.path, 'nginx.conf'));
    assert.equal(config.workerConnections, 10);
    assert.deepEqual(config.maps?.['$b']?.values, { a: '1', b: '2' });
    assert.deepEqual(config.servers[0]?.locations['/']?.addHeader, [{ name: 'A', value: 'b' }]);
  });

  test('say what is wrong with their own name and line', async () => {
    await using folder = await folderWith({ 'nginx.conf': MAIN, 'conf.d/a.conf': '\nnonsense;' });
    const main = join(folder.path, 'nginx.conf');
    assert.equal(
      complaintOf(() => readNginxConfFile(main)),
      `${folder.path}/conf.d/a.conf:2: unknown directive "nonsense"`,
    );
  });

  test('must be complete in themselves', async () => {
    await using folder = await folderWith({ 'nginx.conf': MAIN, 'conf.d/a.conf': 'server {' });
    assert.equal(
      complaintOf(() => readNginxConfFile(join(folder.path, 'nginx.conf'))),
      `${folder.path}/conf.d/a.conf:1: unexpected end of file, expecting "}" for the "server" that begins here`,
    );
  });

  test('must be there, unless they are named by a pattern', async () => {
    await using folder = await folderWith({ 'nginx.conf': `events { }\nhttp { include none/*; include none; }` });
    assert.match(
      complaintOf(() => readNginxConfFile(join(folder.path, 'nginx.conf'))),
      /nginx\.conf:2: "include": ".*\/none" can't be read: ENOENT/,
    );
  });

  test('can not include themselves', async () => {
    await using folder = await folderWith({ 'nginx.conf': MAIN, 'conf.d/a.conf': 'include conf.d/*.conf;' });
    assert.equal(
      complaintOf(() => readNginxConfFile(join(folder.path, 'nginx.conf'))),
      `${folder.path}/conf.d/a.conf:1: "include" of "${folder.path}/conf.d/a.conf" within itself`,
    );
  });

  test('are refused in a text, which has no files', () =>
    assert.equal(
      complaint('http { include conf.d/*.conf; }'),
      'nginx.conf:1: "include" needs files, and this configuration is a text; read it from its file, or put what "conf.d/*.conf" says in here',
    ));

  test('a list of media types needs not be there', () => {
    const { notices } = read(`http { include /etc/nginx/mime.types; ${server('a')} }`);
    assert.deepEqual(notices, ['nginx.conf:1: types concerns files that nginx serves, and none are served here']);
  });

  test('a main file that is not there', () =>
    assert.match(
      complaintOf(() => readNginxConfFile('/nowhere/nginx.conf')),
      /^\/nowhere\/nginx\.conf can't be read: ENOENT/,
    ));
});

describe('names of files', () => {
  test('of certificates are relative to the main file, others to the prefix', async () => {
    await using folder = await folderWith({
      'conf/nginx.conf': `pid run/pid; events { } http {
        access_log logs/access.log; error_log logs/error.log; client_body_temp_path bodies;
        proxy_ssl_trusted_certificate roots.pem; server { listen 8080; return 200; } }`,
    });
    const { config, process } = readNginxConfFile('conf/nginx.conf', { prefix: folder.path });
    assert.equal(process.pid, `${folder.path}/run/pid`);
    assert.deepEqual(config.accessLog, { path: `${folder.path}/logs/access.log`, format: 'combined' });
    assert.deepEqual(config.errorLog, { path: `${folder.path}/logs/error.log` });
    assert.equal(config.clientBodyTempPath, `${folder.path}/bodies`);
    assert.equal(config.proxySslTrustedCertificate, `${folder.path}/conf/roots.pem`);
  });

  test('stay as they are in a text', () => {
    const { config } = read('access_log logs/a.log; proxy_ssl_trusted_certificate roots.pem; server { return 200; }');
    assert.deepEqual(config.accessLog, { path: 'logs/a.log', format: 'combined' });
    assert.equal(config.proxySslTrustedCertificate, 'roots.pem');
  });
});
