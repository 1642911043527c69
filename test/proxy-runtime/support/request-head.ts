import assert from 'node:assert/strict';
import { BadRequest, type ReceivedHead } from '../../../proxy-runtime/http/request-head.ts';
import { RequestHeadParser, type RequestHeadLimits } from '../../../proxy-runtime/http/request-head-parser.ts';

/** nginx's defaults. */
export const LIMITS: RequestHeadLimits = {
  clientHeaderBufferSize: 1024,
  largeClientHeaderBuffers: { number: 4, size: 8192 },
  maxHeaders: 1000,
  underscoresInHeaders: false,
  ignoreInvalidHeaders: true,
  mergeSlashes: true,
};

/** Parses bytes, one character each, that come all at once. */
export function parse(text: string, limits: Partial<RequestHeadLimits> = {}): ReceivedHead | undefined {
  return new RequestHeadParser({ ...LIMITS, ...limits }).parse(Buffer.from(text, 'latin1'));
}

/** Parses bytes that come in pieces, which end at the given places. */
export function parsePieces(text: string, ends: readonly number[]): ReceivedHead | undefined {
  const parser = new RequestHeadParser(LIMITS);
  const bytes = Buffer.from(text, 'latin1');
  for (const end of [...ends, bytes.length]) {
    const head = parser.parse(bytes.subarray(0, end));
    if (head !== undefined) return head;
  }
  return undefined;
}

/** The status and title a request is refused with; fails when it is not refused. */
export function refusal(
  text: string,
  limits: Partial<RequestHeadLimits> = {},
): { status: number; title: string | undefined } {
  try {
    const head = parse(text, limits);
    assert.fail(head === undefined ? 'more was waited for' : `accepted as ${head.method} ${head.target}`);
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    return { status: error.status, title: error.title };
  }
}
