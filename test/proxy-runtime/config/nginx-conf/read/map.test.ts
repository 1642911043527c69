import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaint, inHttp, read } from './support/read.ts';

function mapOf(text: string): unknown {
  return read(inHttp(text)).config.maps;
}

describe('map', () => {
  test('as WebSocket proxies have it', () =>
    assert.deepEqual(mapOf(`map $http_upgrade $connection_upgrade { default upgrade; '' close; }`), {
      $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': 'close' } },
    }));

  test('without default, with regular expressions, host names and flags', () =>
    assert.deepEqual(
      mapOf(String.raw`map $http_host:$server_port $b {
        hostnames; volatile;
        ~^(?<sub>\w+)\.a\. $sub; ~*B "two words"; *.example.com 3; .example.org 4; www.example.* 5;
      }`),
      {
        $b: {
          source: '$http_host:$server_port',
          values: {
            [String.raw`~^(?<sub>\w+)\.a\.`]: '$sub',
            '~*B': 'two words',
            '*.example.com': '3',
            '.example.org': '4',
            'www.example.*': '5',
          },
          hostnames: true,
          volatile: true,
        },
      },
    ));

  test('a backslash takes a key literally', () =>
    assert.deepEqual(mapOf(String.raw`map $http_a $b { \default 1; \hostnames 2; \~x 3; }`), {
      $b: { source: '$http_a', values: { default: '1', hostnames: '2', [String.raw`\~x`]: '3' } },
    }));

  test('of two equal regular expressions the first decides', () =>
    assert.deepEqual(mapOf('map $http_a $b { ~x 1; ~x 2; }'), { $b: { source: '$http_a', values: { '~x': '1' } } }));

  test('several maps, one made from another', () =>
    assert.deepEqual(Object.keys(mapOf('map $b $c { a 1; } map $http_a $b { a 1; }') ?? {}), ['$c', '$b']));

  for (const [block, message] of [
    [
      'map $http_a b { x 1; }',
      'nginx.conf:1: "map": "b" is not the name of a variable; write it with $, such as $backend',
    ],
    ['map $http_a $b {\nx; }', 'nginx.conf:2: invalid number of the map parameters: "x" needs one value'],
    ['map $http_a $b {\nx 1 2; }', 'nginx.conf:2: invalid number of the map parameters: "x" needs one value'],
    ['map $http_a $b { default 1;\ndefault 2; }', 'nginx.conf:2: duplicate default map parameter'],
    ['map $http_a $b { x 1;\nX 2; }', 'nginx.conf:2: conflicting parameter "X": the map has it already'],
    ['map $http_a $b {\nx { y 1; } }', 'nginx.conf:2: unexpected "{"'],
    [
      'map $http_a $b { hostnames;\na*.com 1; }',
      'nginx.conf:2: invalid hostname or wildcard "a*.com"; a * is the whole first or last part of a name',
    ],
  ] as const) {
    test(`${block} is refused`, () => assert.equal(complaint(inHttp(block)), message));
  }

  test('what is wrong with a value is said of its line', () =>
    assert.match(
      complaint(inHttp('map $http_a $b {\nx 1;\ny $nope;\n}')),
      /^nginx\.conf:3: "y": there is no variable \$nope/,
    ));

  test('what is wrong with a regular expression is said of its line', () =>
    assert.match(complaint(inHttp('map $http_a $b {\nx 1;\n~( 2;\n}')), /^nginx\.conf:3: "~\(": /));
});
