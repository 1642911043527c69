/** One of the compilers in tools/package.json. */
export type TypeScript = '5.4' | '5.9' | '6' | '7';

/** How a project has TypeScript look for modules. */
export type Modules = 'commonjs' | 'node16' | 'nodenext' | 'bundler';

export interface Compiler {
  readonly typescript: TypeScript;
  readonly modules: Modules;
}

/** Every compiler with every way that it has. */
export const COMPILERS: readonly Compiler[] = (['5.4', '5.9', '6', '7'] as const).flatMap((typescript) =>
  (['commonjs', 'node16', 'nodenext', 'bundler'] as const).map((modules) => ({ typescript, modules })),
);

/** @param skipLibCheck - false to have the declarations of all packages checked, which takes twice as long */
export function tsconfig({ typescript, modules }: Compiler, skipLibCheck = true): object {
  return {
    compilerOptions: {
      target: 'es2022',
      strict: true,
      skipLibCheck,
      types: ['node'],
      ...moduleOptions(typescript, modules),
    },
  };
}

function moduleOptions(typescript: TypeScript, modules: Modules): object {
  switch (modules) {
    case 'node16':
    case 'nodenext':
      return { module: modules };
    case 'bundler':
      return { module: 'esnext', moduleResolution: 'bundler' };
    case 'commonjs':
      // The classic way, without `exports`: TypeScript 6 takes it for the last time, 7 has bundler's instead.
      if (typescript === '7') return { module: 'commonjs' };
      return {
        module: 'commonjs',
        moduleResolution: 'node10',
        ...(typescript === '6' && { ignoreDeprecations: '6.0' }),
      };
  }
}
