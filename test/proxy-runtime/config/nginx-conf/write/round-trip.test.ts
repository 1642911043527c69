import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readNginxConf } from '../../../../../proxy-runtime/compile/nginx-conf.ts';
import { writeNginxConf } from '../../../../../proxy-runtime/config/nginx-conf/write/write-nginx-conf.ts';
import { CONFIGS, everything } from './configs.ts';

function reread(text: string) {
  return readNginxConf(text, { file: '/etc/nginx/nginx.conf', prefix: '/etc/nginx' }).config;
}

describe('what is written is read back', () => {
  test('as the configuration it was', () => {
    const config = everything('/srv');
    assert.deepEqual(reread(writeNginxConf(config).text), config);
  });

  for (const [name, config] of Object.entries(CONFIGS)) {
    test(`${name}: the same, however often`, () => {
      const once = reread(writeNginxConf(config).text);
      assert.deepEqual(reread(writeNginxConf(once).text), once);
    });
  }
});
