import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { readNginxConf } from '../../../../../proxy-runtime/compile/nginx-conf.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { withoutNginx } from '../../../support/nginx.ts';
import { complaint, inHttp, inLocation, inServer, inUpstream } from './support/read.ts';

const WRAPPERS: Readonly<Record<string, (text: string) => string>> = {
  main: (text) => `${text}\nevents { } http { ${inHttp('')} }`,
  events: (text) => `events { ${text} } http { ${inHttp('')} }`,
  http: (text) => `events { } http { ${inHttp(text)} }`,
  upstream: (text) => `events { } http { ${inUpstream(text)} }`,
  server: (text) => `events { } http { ${inServer(text)} }`,
  block: (text) => `events { } http { server { ${text}\n} }`,
  location: (text) => `events { } http { ${inLocation(text)} }`,
  file: (text) => text,
};

/** Lines of a list: a wrapper, and what stands in it. */
function snippets(name: string): { readonly snippet: string; readonly conf: string }[] {
  const lines = readFileSync(new URL(name, import.meta.url), 'utf8').split('\n');
  return lines.flatMap((snippet) => {
    const [, wrapper = '', text = ''] = /^(\w+): (.*)$/.exec(snippet) ?? [];
    const wrap = WRAPPERS[wrapper];
    return wrap === undefined ? [] : [{ snippet, conf: wrap(text) }];
  });
}

describe('what nginx -t says', { skip: withoutNginx }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => {
    folder = await temporaryFolder();
  });
  after(() => folder[Symbol.asyncDispose]());

  function accepts(conf: string): boolean {
    const file = `${folder.path}/nginx.conf`;
    writeFileSync(file, conf);
    const { status } = spawnSync('/usr/sbin/nginx', [
      '-t',
      '-p',
      folder.path,
      '-c',
      file,
      '-e',
      `${folder.path}/error.log`,
    ]);
    return status === 0;
  }

  describe('what both accept', () => {
    for (const { snippet, conf } of snippets('accepted-by-nginx.txt')) {
      test(snippet, () => {
        assert.ok(accepts(conf));
        assert.ok(readNginxConf(conf, { complete: true, prefix: folder.path }).config.servers.length > 0);
      });
    }
  });

  describe('what both refuse', () => {
    for (const { snippet, conf } of snippets('refused-by-nginx.txt')) {
      test(snippet, () => {
        assert.ok(!accepts(conf));
        assert.match(complaint(conf, { complete: true, prefix: folder.path }), /^nginx\.conf:/);
      });
    }
  });
});
