/**
 * A name as nginx shows it (RFC 2253: the last part first), from Node's form, in which each part has a line of its own.
 *
 * Both come from OpenSSL, which has escaped the values already; only bytes above 127 are left.
 */
export function rfc2253(lines: string | undefined): string {
  // Within a value, + is escaped.
  const parts = (lines ?? '').split(/( \+ |\n)/).reverse();
  return parts.map((part) => (part === '\n' ? ',' : part === ' + ' ? '+' : escapeNonAscii(part))).join('');
}

function escapeNonAscii(text: string): string {
  return text.replace(/[^\0-\x7f]+/g, (match) =>
    Array.from(Buffer.from(match, 'utf8'), (byte) => `\\${byte.toString(16).toUpperCase()}`).join(''),
  );
}
