import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** An answer, whole. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** How long nothing may come before a request is given up. */
const SILENCE_MS = 5000;

/** How long a request may take altogether. */
const MOST_MS = 30_000;

/** More than anything asked for has. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Gets a URL.
 *
 * @throws Error for what can't be connected to, is silent, or is broken off
 */
export async function get(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return await new Promise((resolve, reject) => {
    const outgoing = request(url, { headers, timeout: SILENCE_MS, signal: AbortSignal.timeout(MOST_MS) }, (answer) => {
      const chunks: Buffer[] = [];
      let length = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > MAX_BYTES) outgoing.destroy(new Error(`more than ${MAX_BYTES} bytes`));
      });
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`silent for ${SILENCE_MS / 1000} s`)));
    outgoing.on('error', reject);
    // After an answer or an error that changes nothing; an answer 101 is followed by neither.
    outgoing.on('close', () => reject(new Error('closed without an answer')));
    outgoing.end();
  });
}
