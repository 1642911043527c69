import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatExplanation } from '../../bin/format-explanation.ts';
import { formatTable } from '../../bin/table.ts';
import { proxyTemplate, writeAssembly } from '../local/support/templates.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { wsproxy, wsproxyUnread } from './support.ts';

describe('wsproxy explain', () => {
  test('prints every hop, who closes an idle WebSocket first, and advice', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
    const { code, stdout, stderr } = await wsproxy(['explain', folder.path]);
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^ChatStack\/Proxy\n\n\/chat\/, \/: the load balancer closes an idle WebSocket first, after 60 s \(idle_timeout\), as idleTimeout asks\n\n- /,
    );
    assert.match(stdout, /\n\nHOP +SETTING +VALUE +LIMIT +MEANING\n/);
    assert.match(stdout, /^client -> load balancer +idle_timeout +60 s +1 to 4000 s/m);
    assert.match(stdout, /^proxy -> backend \/chat\/, \/ /m);
    assert.match(stdout, /^ +proxyReadTimeout +70 s/m);
    assert.match(stdout, /^ +stopTimeout +30 s +2 to 120 s/m);
  });

  test('--brief prints the conclusion, without hops', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
    const { stdout } = await wsproxy(['explain', folder.path, '--brief']);
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => line.slice(0, 10)),
      ['ChatStack/', '/chat/, /:', '- a ping o', '- a deploy'],
    );
  });

  test('warns of a proxy that cuts sockets the load balancer would keep', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { ChatStack: proxyTemplate({ idleTimeout: 3600 }) });
    const { stdout } = await wsproxy(['explain', folder.path]);
    assert.match(
      stdout,
      /^\/chat\/, \/: the proxy closes an idle WebSocket first, after 70 s \(proxyReadTimeout\), not after the 3600 s of idle_timeout$/m,
    );
    assert.match(stdout, /^warning: .*proxyReadTimeout/m);
  });

  test('--json is the same as data, one object per proxy', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, {
      Blue: proxyTemplate({}, 'Blue'),
      Green: proxyTemplate({ idleTimeout: 30 }, 'Green'),
    });
    const { code, stdout } = await wsproxy(['explain', folder.path, '--json']);
    assert.equal(code, 0);
    const explained = JSON.parse(stdout) as {
      readonly proxy: string;
      readonly firstToClose: readonly { readonly after: number }[];
    }[];
    assert.deepEqual(
      explained.map(({ proxy, firstToClose }) => [proxy, firstToClose.map(({ after }) => after)]),
      [
        ['Blue/Proxy', [60]],
        ['Green/Proxy', [30]],
      ],
    );
    const one = await wsproxy(['explain', folder.path, '--json', '--proxy', 'Green/Proxy']);
    assert.equal((JSON.parse(one.stdout) as unknown[]).length, 1);
  });
});

test('wsproxy explain does not mind that nobody reads on', async () => {
  await using folder = await temporaryFolder();
  await writeAssembly(folder.path, { ChatStack: proxyTemplate() });
  assert.deepEqual(await wsproxyUnread(['explain', folder.path]), { code: 0, stderr: '' });
});

describe('formatExplanation', () => {
  const outcome = {
    locations: ['/'],
    closedBy: 'proxy',
    setting: 'x',
    after: 1,
    sentence: 'the proxy is first',
  } as const;

  const hop = { hop: 'a -> b', setting: 's1', value: '1 s', limit: 'none', meaning: 'first' };
  const proxy = {
    proxy: 'Stack/Proxy',
    hops: [hop, { ...hop, setting: 's2', limit: '1 to 2 s (AWS)', meaning: 'second' }, { ...hop, hop: 'b -> c' }],
    firstToClose: [outcome],
    advice: [
      { level: 'warning', text: 'look at this' },
      { level: 'note', text: 'know' },
    ],
  } as const;
  const top = `Stack/Proxy

the proxy is first

warning: look at this
- know`;

  test('has the conclusion first, names a hop once, and marks warnings', () =>
    assert.equal(
      formatExplanation([proxy], { width: Infinity }),
      `${top}

HOP     SETTING  VALUE  LIMIT           MEANING

a -> b  s1       1 s    none            first
        s2       1 s    1 to 2 s (AWS)  second

b -> c  s1       1 s    none            first`,
    ));

  test('is stacked where there is no room for columns', () =>
    assert.equal(
      formatExplanation([proxy], { width: 20 }),
      `Stack/Proxy

the proxy is first

warning: look at
         this
- know

a -> b
  s1: 1 s
    first
  s2: 1 s
    limit: 1 to 2 s
    (AWS)
    second

b -> c
  s1: 1 s
    first`,
    ));

  test('in brief is without hops, a paragraph for each proxy', () => {
    const brief = top.replaceAll('\n\n', '\n');
    assert.equal(formatExplanation([proxy, proxy], { width: Infinity, brief: true }), `${brief}\n\n${brief}`);
  });
});

describe('formatTable', () => {
  test('wraps the widest columns at spaces until a row fits', () => {
    const rows = [
      ['A', 'B'],
      ['short', 'one two three four five six seven'],
    ];
    assert.equal(formatTable(rows, 25), 'A      B\nshort  one two three four\n       five six seven');
  });

  test('keeps words whole and columns readable when there is no room', () => {
    assert.equal(formatTable([['http://127.0.0.1:8080', 'and more']], 10), 'http://127.0.0.1:8080  and more');
  });
});
