/** A computed header value, without what would end its line: variables such as `$uri` are decoded, and hold what a client put there. */
export function headerValue(text: string): string {
  return /[\0\r\n]/.test(text) ? text.replace(/[\0\r\n]/g, '') : text;
}
