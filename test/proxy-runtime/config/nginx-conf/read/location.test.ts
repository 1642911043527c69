import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaint, locationOf, read, serverOf } from './support/read.ts';

function conf(text: string): string {
  return `server { listen 8080; ${text}\n}`;
}

describe('location', () => {
  for (const [text, key] of [
    ['location /a { return 200; }', '/a'],
    ['location = /a { return 200; }', '= /a'],
    ['location =/a { return 200; }', '= /a'],
    ['location ^~ /a { return 200; }', '^~ /a'],
    ['location ^~/a { return 200; }', '^~ /a'],
    [String.raw`location ~ \.x$ { return 200; }`, String.raw`~ \.x$`],
    [String.raw`location ~* \.(x|y)$ { return 200; }`, String.raw`~* \.(x|y)$`],
    ['location ~*^/a { return 200; }', '~* ^/a'],
    [`location "/a b" { return 200; }`, '/a b'],
    ['location ~ "^/[0-9]{3}$" { return 200; }', '~ ^/[0-9]{3}$'],
  ] as const) {
    test(text, () => assert.deepEqual(Object.keys(serverOf(read(conf(text))).locations), [key]));
  }

  test('locations within a location', () => {
    const conf1 = read(
      conf('location /a { return 200; location /a/b { internal; proxy_pass http://b; } location ~ x { return 201; } }'),
    );
    assert.deepEqual(locationOf(conf1, '/a').locations, {
      '/a/b': { internal: true, proxyPass: 'http://b' },
      '~ x': { return: { code: 201 } },
    });
  });

  test('a named location, to which nothing leads', () => {
    const { config, notices } = read(conf('location / { return 200; }\nlocation @n { return 201; }'));
    assert.deepEqual(Object.keys(config.servers[0]?.locations ?? {}), ['/', '@n']);
    assert.deepEqual(notices, ['nginx.conf:2: location @n is never used: nothing leads to a named location here']);
  });

  test('a regular expression that is there twice: the first decides', () => {
    const twice = read(conf('location ~ x { return 200; }\nlocation ~ x { return 201; }'));
    assert.deepEqual(locationOf(twice, '~ x').return, { code: 200 });
    assert.deepEqual(twice.notices, ['nginx.conf:2: location ~ x is never used, in nginx either: it is there already']);
  });

  for (const [text, message] of [
    [
      'location ! /a { return 200; }',
      'nginx.conf:1: "location": invalid location modifier "!"; it is one of =, ^~, ~ and ~*',
    ],
    ['location ~ "" { return 200; }', 'nginx.conf:1: "location": a regular expression must follow the ~'],
    ['location /a { return 200; }\nlocation /a { return 200; }', 'nginx.conf:2: duplicate location "/a"'],
  ] as const) {
    test(`${JSON.stringify(text)} is refused`, () => assert.equal(complaint(conf(text)), message));
  }

  for (const [text, line] of [
    ['location / {\nlocation a { return 200; } }', 2],
    ['location /a { return 200; }\nlocation ^~ /a { return 200; }', 1],
    ['location /a {\nlocation /b { return 200; } }', 2],
    ['location = /a {\nlocation /a/b { return 200; } }', 2],
    ['location ~( { return 200; }', 1],
    ['location ~ ^/x {\nproxy_pass http://a/y; }', 2],
    ['location @x {\nproxy_pass http://a/y; }', 2],
    ['location /a {\nproxy_pass a:80; }', 2],
    ['location /a {\nproxy_pass http://$nope; }', 2],
  ] as const) {
    test(`${JSON.stringify(text)} is refused by the check of the whole`, () =>
      assert.match(complaint(conf(text)), new RegExp(`^nginx\\.conf:${line}: `)));
  }
});

describe('a location that nginx would serve files from', () => {
  const notice = 'has no proxy_pass and no return: it answers 404, as nginx does where it has no such file';

  test('answers 404, with a notice', () => {
    const none = read(conf('location /a { }'));
    assert.deepEqual(locationOf(none, '/a'), { locations: {} });
    assert.deepEqual(none.notices, [`nginx.conf:1: location /a ${notice}`]);
    const server = read('server { listen 8080; }');
    assert.deepEqual(server.notices, [`nginx.conf:1: server ${notice}`]);
  });

  test('has no notice where it refuses everybody', () => {
    const deny = read(conf('location ~ /\\.ht { deny all; }'));
    assert.deepEqual(deny.notices, []);
    assert.deepEqual(locationOf(deny, '~ /\\.ht'), { access: [{ deny: 'all' }], locations: {} });
  });

  test('keeps the locations within it', () => {
    const nested = read(conf('location /a { location /a/b { return 200; } }'));
    assert.deepEqual(locationOf(nested, '/a'), { locations: { '/a/b': { return: { code: 200 } } } });
    assert.equal(nested.notices.length, 1);
  });
});

describe('what is never reached', () => {
  for (const location of ['location a', 'location = a', 'location ^~ a/b']) {
    test(`${location}: no path begins without a slash`, () => {
      const never = read(conf(`location / { return 200; } ${location} { return 201; }`));
      assert.deepEqual(Object.keys(serverOf(never).locations), ['/']);
      assert.deepEqual(never.notices, [
        `nginx.conf:1: ${location} is never used, in nginx either: no path begins without a slash`,
      ]);
    });
  }

  test('twice is once too often all the same', () =>
    assert.equal(
      complaint(conf('location a { return 200; }\nlocation a { return 200; }')),
      'nginx.conf:2: duplicate location "a"',
    ));

  test('proxy_pass beside a return', () => {
    const both = read(conf('location / { proxy_pass http://a; return 503; }'));
    assert.deepEqual(locationOf(both), { proxyPass: 'http://a', return: { code: 503 } });
    assert.deepEqual(both.notices, [
      'nginx.conf:1: proxy_pass is never reached, in nginx either: the "return" beside it answers',
    ]);
  });
});

describe('set and return', () => {
  for (const [text, returned] of [
    ['return 404;', { code: 404 }],
    ['return 444;', { code: 444 }],
    ['return 301;', { code: 301, text: '' }],
    ['return 302 "";', { code: 302, text: '' }],
    ['return 200 "a b";', { code: 200, text: 'a b' }],
    ['return 301 https://$host$request_uri;', { code: 301, text: 'https://$host$request_uri' }],
    ['return https://$host/;', { code: 302, text: 'https://$host/' }],
    ['return $scheme://a/;', { code: 302, text: '$scheme://a/' }],
  ] as const) {
    test(text, () => assert.deepEqual(serverOf(read(conf(text))).return, returned));
  }

  test('variables in their order', () =>
    assert.deepEqual(Object.entries(serverOf(read(conf('set $b 1; set $a $b-x; return 200;'))).set ?? {}), [
      ['$b', '1'],
      ['$a', '$b-x'],
    ]));

  test('a second value takes the place of one that nothing used', () =>
    assert.deepEqual(Object.entries(serverOf(read(conf('set $a 1; set $b 2; set $a $b; return 200;'))).set ?? {}), [
      ['$b', '2'],
      ['$a', '$b'],
    ]));

  test('names have no case', () =>
    assert.deepEqual(Object.entries(serverOf(read(conf('set $a 1; set $A 2; return 200 $a;'))).set ?? {}), [
      ['$A', '2'],
    ]));

  test('$args may be set', () =>
    assert.deepEqual(serverOf(read(conf('set $args "a=$arg_b"; return 200;'))).set, { $args: 'a=$arg_b' }));

  test('what stands after a return', () => {
    const late = read(conf('return 200;\nset $a 1;\nreturn 201;'));
    assert.deepEqual(serverOf(late), { listen: 8080, return: { code: 200 }, locations: {} });
    assert.deepEqual(late.notices, [
      'nginx.conf:2: set is never reached, in nginx either: the "return" before it answers',
      'nginx.conf:3: return is never reached, in nginx either: the "return" before it answers',
    ]);
  });

  for (const [text, message] of [
    ['return 1000;', 'nginx.conf:1: "return": 1000 is not a status; the largest is 999'],
    ['return 100;', 'nginx.conf:1: "return": 100 is no status that ends a request; write 200 to 999'],
    [
      'return foo;',
      'nginx.conf:1: "return": "foo" is neither a status nor a URL that begins with http://, https:// or $scheme',
    ],
    ['set a 1;', 'nginx.conf:1: "set": "a" is not the name of a variable; write it with $, such as $backend'],
    [
      'set $a 1; set $b $a; set $a 2;',
      'nginx.conf:1: "set" gives $a a second value, and its first is used before; set two variables, of different names',
    ],
    [
      'set $a 1; set $a ${A}2;',
      'nginx.conf:1: "set" gives $a a second value, and its first is used before; set two variables, of different names',
    ],
  ] as const) {
    test(`${text} is refused`, () => assert.equal(complaint(conf(text)), message));
  }
});
