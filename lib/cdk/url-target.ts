import { Token, Tokenization } from 'aws-cdk-lib';
import { parseBackendUrl, type BackendTarget } from '../plan/index.ts';

/** How a number that is a token looks in a template literal: `http://${host}:${port}`. */
const NUMBER_TOKEN = /-\d\.\d+e\+\d+/g;

/** The target that a URL names. */
export function urlTarget(url: string): BackendTarget {
  const withTokens = url.replaceAll(NUMBER_TOKEN, (text) => {
    const number = Number(text);
    return Token.isUnresolved(number) ? Tokenization.stringifyNumber(number) : text;
  });
  return parseBackendUrl(withTokens, (part) => !Token.isUnresolved(part));
}
