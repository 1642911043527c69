import type { Request } from '../request/request.ts';
import { MatchLimitError } from '../pcre/matcher.ts';
import type { Regex, RegexMatch } from '../pcre/regex.ts';

/** Matches for a request that goes on whatever comes of it. @returns undefined, with an alert in its log, if it takes more than is allowed */
export function matchOrAlert(regex: Regex, text: string, request: Request): RegexMatch | null | undefined {
  try {
    return regex.exec(text);
  } catch (error) {
    if (!(error instanceof MatchLimitError)) throw error;
    request.alert(error.message);
    return undefined;
  }
}
