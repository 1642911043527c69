import ts from 'typescript';

/** What the comment above a declaration says, its default at the end. */
export function documented(node: ts.Node): string {
  const { text, byDefault } = commentOf(node);
  if (byDefault === undefined) return text;
  const said = byDefault.startsWith('- ') ? byDefault.slice(2) : byDefault;
  const ended = /[.:]$/.test(text) || text === '' ? text : `${text}.`;
  return `${ended} By default ${said}.`.trim();
}

/** A comment in one line, and its `@default`. */
export interface Comment {
  readonly text: string;
  readonly byDefault: string | undefined;
}

/** The comment above a declaration. */
export function commentOf(node: ts.Node): Comment {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tag = docs.flatMap(({ tags = [] }) => [...tags]).find(({ tagName }) => tagName.text === 'default');
  const text = docs.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '').join(' ');
  return { text: inOneLine(text), byDefault: tag && inOneLine(ts.getTextOfJSDocComment(tag.comment) ?? '') };
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
