import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');

/** A program's sources as the compiler has them. */
export interface Sources {
  readonly checker: ts.TypeChecker;
  /** @throws Error if the file that was compiled has none of that name */
  readonly classOf: (name: string) => ts.ClassDeclaration;
  /** @throws Error if the file that was compiled has none of that name */
  readonly interfaceOf: (name: string) => ts.InterfaceDeclaration;
  /** Where what a type's name stands for is declared. */
  readonly declarationOf: (name: ts.EntityName) => ts.Declaration;
}

/** Compiles a file, and what it imports, by the project's own options. */
export function compile(file: string): Sources {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    readonly config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram({ rootNames: [file], options: { ...options, noEmit: true, types: [] } });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  if (source === undefined) throw new Error(`${file} is not there`);
  const named = <T extends ts.Statement>(
    is: (node: ts.Node) => node is T & { readonly name?: ts.Identifier },
    name: string,
  ): T => {
    const found = source.statements.find(
      (statement): statement is T & ts.Statement => is(statement) && statement.name?.text === name,
    );
    if (found === undefined) throw new Error(`${file} has no ${name}`);
    return found;
  };
  return {
    checker,
    classOf: (name) => named(ts.isClassDeclaration, name),
    interfaceOf: (name) => named(ts.isInterfaceDeclaration, name),
    declarationOf: (name) => {
      const symbol = checker.getSymbolAtLocation(name);
      const meant =
        symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
      const [declaration] = meant?.declarations ?? [];
      if (declaration === undefined) throw new Error(`${name.getText()} is not declared`);
      return declaration;
    },
  };
}
