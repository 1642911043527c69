import { isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit, type Document, type YAMLMap } from 'yaml';
import { duplicateKey, TextError, type ParsedText, type Language } from '../../proxy-runtime/config/text/index.ts';

/** YAML 1.2, with merge keys (`<<`). */
export const YAML_TEXT: Language = { name: 'YAML', parse: parseYamlText };

type Path = readonly unknown[];

/** @throws {@link TextError} for what is no YAML, for a key that is given twice, and for a tag that has no meaning here */
function parseYamlText(text: string): ParsedText {
  const document = parseDocument(text, { uniqueKeys: false, merge: true, prettyErrors: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem?.code === 'MULTIPLE_DOCS') throw new TextError('there is more than one document', problem.pos[0]);
  if (problem !== undefined) throw new TextError(inOneLine(problem.message), problem.pos[0]);
  refuseDuplicates(text, document);
  return { value: toValue(document), offsetOf: (path) => offsetOf(document.contents, path) };
}

function inOneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ').trim();
}

/** An alias may name what there is not, or grow without bound. */
function toValue(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new TextError(inOneLine((error as Error).message), 0);
  }
}

function refuseDuplicates(text: string, document: Document): void {
  visit(document, {
    Map: (_, map, ancestors) => {
      const offsets = new Map<string, number>();
      for (const { key, offset } of keysOf(map)) {
        const first = offsets.get(key);
        if (first !== undefined) throw duplicateKey(text, first, offset, [...pathOf([...ancestors, map]), key]);
        offsets.set(key, offset);
      }
    },
  });
}

/** The keys of a map as JavaScript has them, which are strings. */
function keysOf({ items }: YAMLMap): readonly { readonly key: string; readonly offset: number }[] {
  return items.flatMap(({ key }) => (isScalar(key) ? [{ key: String(key.value), offset: key.range?.[0] ?? 0 }] : []));
}

/** The keys that lead from the first of these nodes to the last. */
function pathOf(nodes: Path): Path {
  return nodes.flatMap((node, index): Path => {
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    return isSeq(node) ? [node.items.indexOf(nodes[index + 1])] : [];
  });
}

/** What an alias or a merge brings in has the place of what it stands in. */
function offsetOf(node: unknown, [key, ...rest]: Path): number {
  const start = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  if (isSeq(node) && typeof key === 'number') return Math.max(start, offsetOf(node.items[key], rest));
  if (!isMap(node)) return start;
  const found = keysOf(node).find((each) => each.key === key);
  if (found === undefined) return start;
  return rest.length === 0 ? found.offset : Math.max(found.offset, offsetOf(node.get(key, true), rest));
}
