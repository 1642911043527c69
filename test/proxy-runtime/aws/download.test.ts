import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { download } from '../../../proxy-runtime/aws/download.ts';
import { Fault } from '../../../proxy-runtime/aws/fault.ts';

const CONTENT = Buffer.from('the server');
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

describe('download', () => {
  test('gives up after its last pause, with what was wrong last', async () => {
    let tries = 0;
    const read = (): Promise<Buffer> => Promise.reject(new Fault(`try ${++tries}`, { passing: true }));
    await assert.rejects(download(read, SHA256, [1, 1, 1]), /^Error: try 4$/);
  });

  test('does not try again what will not pass', async () => {
    let tries = 0;
    const read = (): Promise<Buffer> => Promise.reject(new Fault(`try ${++tries}`, { passing: false }));
    await assert.rejects(download(read, SHA256, [1, 1, 1]), /^Error: try 1$/);
  });

  test('takes nothing that its digest is not of', async () => {
    assert.equal(await download(() => Promise.resolve(CONTENT), SHA256, []), CONTENT);
    await assert.rejects(
      download(() => Promise.resolve(Buffer.from('x')), SHA256, []),
      /was deployed/,
    );
  });
});
