import { compileTemplate, type Evaluate, type FindVariable } from '../../variables/template.ts';
import { at } from '../../config/at.ts';
import { headerLines } from '../../config/values/header-lines.ts';
import type { AddHeader, HeaderLine, HeaderLines, LocationDirectives } from '../../config/types.ts';

/** A header line to set or add. */
export interface LineTemplate {
  readonly name: string;
  /** The name in lower case. */
  readonly key: string;
  readonly value: Evaluate;
}

/** One `add_header`. */
export interface AddedLine extends LineTemplate {
  readonly always: boolean;
}

export function compileLines(lines: HeaderLines, find: FindVariable): LineTemplate[] {
  return headerLines(lines).map((line) => compileLine(line, find));
}

function compileLine({ name, value }: HeaderLine, find: FindVariable): LineTemplate {
  return { name, key: name.toLowerCase(), value: at([name], () => compileTemplate(value, find)) };
}

/** nginx's inheritance of `add_header`: all of the outer level's lines or none, or with `add_header_inherit merge` both. */
export function compileAddedLines(levels: readonly LocationDirectives[], find: FindVariable): AddedLine[] {
  let lines: readonly AddHeader[] = [];
  let inherit: LocationDirectives['addHeaderInherit'];
  for (const level of levels) {
    inherit = level.addHeaderInherit ?? inherit;
    const outer = inherit === 'off' || (inherit !== 'merge' && level.addHeader !== undefined) ? [] : lines;
    lines = [...outer, ...(level.addHeader ?? [])];
  }
  return lines.map((line) => ({ ...compileLine(line, find), always: line.always ?? false }));
}
