import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { escapeUri, normalizeUri } from '../../../proxy-runtime/http/uri.ts';
import { anyBytes, textOf } from './pieces.ts';

const PARTS = ['/', '//', '/.', '/..', '.', '..', 'a', 'b', '%2e', '%2E', '%2f', '%41', '%25', '%3f', '%23', '%e9'];

/** Targets as a request line may have them: without spaces and control characters. */
const targets = fc
  .oneof(textOf([...PARTS, ...PARTS, '%00', '%', '%4', '?', '#', '+', ';']), anyBytes())
  .map((text) => `/${text.replace(/[\0-\x20\x7f]/g, '')}`);

/** Rewrites the decoded path, step by step, until there is nothing left to rewrite. */
function modelPath(path: string, mergeSlashes: boolean): string | undefined {
  const pieces = path.split('%');
  let decoded = pieces[0] ?? '';
  for (const piece of pieces.slice(1)) {
    const code = /^[0-9a-f][0-9a-f]/i.test(piece) ? Number(`0x${piece.slice(0, 2)}`) : 0;
    if (code === 0) return undefined;
    decoded += String.fromCharCode(code) + piece.slice(2);
  }
  for (let before = ''; before !== decoded;) {
    before = decoded;
    if (mergeSlashes) decoded = decoded.replace('//', '/');
    decoded = decoded.replace(/\/\.(\/|$)/, '/');
    if (before !== decoded) continue;
    if (/^\/\.\.(\/|$)/.test(decoded)) return undefined;
    decoded = decoded.replace(/\/[^/]*\/\.\.(\/|$)/, '/');
  }
  return decoded;
}

function model(target: string, mergeSlashes: boolean): ReturnType<typeof normalizeUri> {
  const [whole = ''] = target.split('#');
  const [path = '', ...args] = whole.split('?');
  const resolved = modelPath(path, mergeSlashes);
  if (resolved === undefined) return undefined;
  return { path: resolved, args: args.length === 0 ? undefined : args.join('?'), quoted: path.includes('%') };
}

describe('the normalized URI', () => {
  test('is what rewriting step by step comes to', () =>
    fc.assert(
      fc.property(targets, fc.boolean(), (target, mergeSlashes) => {
        assert.deepEqual(normalizeUri(target, mergeSlashes), model(target, mergeSlashes));
      }),
      { numRuns: 5000 },
    ));

  test('escaped and normalized again is itself', () =>
    fc.assert(
      fc.property(targets, fc.boolean(), (target, mergeSlashes) => {
        const path = normalizeUri(target, mergeSlashes)?.path;
        fc.pre(path !== undefined);
        const again = normalizeUri(escapeUri(path), mergeSlashes);
        assert.deepEqual([again?.path, again?.args], [path, undefined]);
      }),
      { numRuns: 2000 },
    ));

  test('escaped is safe in a request line', () =>
    fc.assert(fc.property(anyBytes(), (path) => assert.match(escapeUri(path), /^[\x21-\x7e]*$/))));
});
