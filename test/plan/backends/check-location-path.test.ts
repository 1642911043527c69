import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkLocationPath } from '../../../lib/plan/backends/check-location-path.ts';

/** What other things than nginx would understand, by what is written instead. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  '/chat/': ['/chat/*', '^~ /chat/*', '/chat/**'],
  '/chat': ['/chat*', 'chat*', '= /chat*'],
  '/': ['*', '/*', '/**'],
  '~ ^/a/[^/]+/b': ['/a/*/b', '/a/:id/b', '/a/{id}/b'],
  '~ ^/api/[^/]+': ['/api/:id', '/api/{proxy+}', '/api/<id>'],
  '~ ^/chat': ['^/chat'],
  '~ ^/chat/.*': ['/chat/.*'],
  '~ ^/v\\d+/': ['/v\\d+/'],
  '~ \\.json$': ['\\.json$'],
  '/café/': ['/caf%C3%A9/'],
  '= /a b': ['= /a%20b'],
  '/room': ['/room?id=1', '/room#top', '@room'],
};

describe('A location in the syntax of something else', () => {
  for (const [instead, written] of Object.entries(MEANT)) {
    for (const location of written) {
      test(`${location} is meant as ${instead}`, () => {
        assert.throws(
          () => checkLocationPath(location),
          (error: Error) => error.name === 'ConfigError' && error.message.endsWith(`; write '${instead}'`),
        );
      });
    }
  }
});

test('A location in nginx’s syntax is taken', () => {
  const taken = [
    '/',
    '/chat/',
    '= /exact',
    '^~ /static/',
    '~ ^/v\\d+/',
    '~* \\.(gif|png)$',
    '/v1.0/',
    '/a:b',
    '/100%',
    '/a(1)/',
  ];
  for (const location of taken) assert.doesNotThrow(() => checkLocationPath(location), location);
});
