import { errorAt, type Directive } from './directive.ts';
import { readStatements, type Statement } from './tokenizer.ts';

/** What an `include` stands for. */
export type Include = (directive: Directive) => readonly Directive[];

/** Reads the directives of a file, blocks and included files within them. @throws ConfigError */
export function readBlocks(text: string, file: string, include: Include): Directive[] {
  return readBlock(readStatements(text, file), undefined, include);
}

/** Reads nginx's `-g`: directives without blocks. @throws ConfigError */
export function readParameter(text: string, include: Include): Directive[] {
  return [...readStatements(text, '-g', 'parameter')].flatMap((statement) => {
    if (statement.end !== ';') throw errorAt(statement, 'block directives are not supported in -g option');
    const directive = toDirective(statement);
    return directive.name === 'include' ? include(directive) : [directive];
  });
}

function readBlock(statements: Iterator<Statement>, opener: Statement | undefined, include: Include): Directive[] {
  const directives: Directive[] = [];
  for (;;) {
    const next = statements.next();
    if (next.done === true) {
      if (opener === undefined) return directives;
      throw errorAt(
        opener,
        `unexpected end of file, expecting "}" for the "${opener.words[0] ?? ''}" that begins here`,
      );
    }
    const statement = next.value;
    if (statement.end === '}') {
      if (opener !== undefined) return directives;
      throw errorAt(statement, 'unexpected "}"');
    }
    const directive = toDirective(statement);
    if (statement.end === '{') directives.push({ ...directive, block: readBlock(statements, statement, include) });
    else if (directive.name === 'include') directives.push(...include(directive));
    else directives.push(directive);
  }
}

function toDirective({ words: [name = '', ...args], file, line, endLine }: Statement): Directive {
  return { name, args, file, line, endLine };
}
