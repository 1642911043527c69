const NAMED_IMPORT = /\bimport\{([^{}]*)\}from"(node:[a-z_/]+)";/g;

/**
 * Has a bundle of esbuild's ask for Node's own modules instead of importing them. An `import` reads every export of such a module, and with it loads what the
 * rarer ones are made of (readline, the REPL's history, the parser of arguments): 1.2 MB and a tenth of the start that nothing of the server needs.
 *
 * @throws Error for an import that is of another form
 */
export function withoutImportsOfBuiltins(code: string): string {
  const asking = code.replaceAll(
    NAMED_IMPORT,
    (_, names: string, module: string) =>
      `var{${names.replaceAll(' as ', ':')}}=process.getBuiltinModule(${JSON.stringify(module)});`,
  );
  const [left] = /\bimport\b[^;(]*?\bfrom"node:[^"]*"/.exec(asking) ?? [];
  if (left !== undefined) throw new Error(`the bundle has ${left}; import names from Node's own modules, one by one`);
  return asking;
}
