/** What nginx's tokenizer reads as one word without quotes, the same bytes: `{` ends a word unless it belongs to a `${variable}`. */
const PLAIN = /^(?!["'#}])(?:(?<!\\)\$\{\w+\}|[^\s;{"'\0-\x1f])+$/;

/** Writes a text as one word of nginx.conf, in quotes only where it needs them. */
export function word(text: string): string {
  if (PLAIN.test(text)) return escape(text);
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return `${quote}${escape(text, quote)}${quote}`;
}

/** nginx drops a backslash only before these; before anything else (`\.`, `\d`) it is itself. */
const ESCAPES: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

function escape(text: string, quote?: string): string {
  return text.replace(/\\(?=["'\\trn\n\r\t]|$)|["'\n\r\t]/g, (char) =>
    char === '\\' || char === quote ? `\\${char}` : (ESCAPES[char] ?? char),
  );
}
