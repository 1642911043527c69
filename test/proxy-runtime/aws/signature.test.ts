import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import aws4 from 'aws4';
import fc from 'fast-check';
import { signedHeaders } from '../../../proxy-runtime/aws/signature.ts';

describe('signedHeaders', () => {
  test('is what aws4 signs', () => {
    const word = fc.stringMatching(/^[\w-]{1,40}$/);
    fc.assert(
      fc.property(
        word,
        word,
        word,
        word,
        fc.option(word),
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
        (key, region, id, secret, token, date) => {
          const url = new URL(
            `https://bucket.s3.${region.toLowerCase().replaceAll(/[^a-z0-9]/g, 'x')}.amazonaws.com/${key}.wsproxy`,
          );
          const sessionToken = token ?? undefined;
          const ours = signedHeaders(
            url,
            { service: 's3', region },
            { accessKeyId: id, secretAccessKey: secret, sessionToken },
            date,
          );
          const { headers } = aws4.sign(
            {
              ...{ service: 's3', region, method: 'GET', host: url.host, path: url.pathname },
              headers: { 'X-Amz-Date': ours['x-amz-date'], 'X-Amz-Content-Sha256': ours['x-amz-content-sha256'] },
            },
            { accessKeyId: id, secretAccessKey: secret, ...(sessionToken !== undefined && { sessionToken }) },
          );
          assert.equal(ours['authorization'], headers?.['Authorization']);
        },
      ),
    );
  });
});
