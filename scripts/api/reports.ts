import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel, type IConfigFile } from '@microsoft/api-extractor';

/** A report of what one entry of the package has for its users. */
export interface ApiReport {
  /** The file's name in `etc/`. */
  readonly name: string;
  readonly text: string;
}

/** The reports by the declarations of each entry, in `dist/`. */
const ENTRIES: Readonly<Record<string, string>> = {
  'root.api.md': 'dist/cjs/lib/index.d.ts',
  'cdk.api.md': 'dist/cjs/lib/cdk/index.d.ts',
  'pulumi.api.md': 'dist/cjs/lib/pulumi/index.d.ts',
};

/**
 * Reports what the entries of a built package have for its users, by API Extractor.
 *
 * @param packageFolder - the folder of the package, with its `dist/`
 * @param types - the folder of Node's types
 * @param temporary - a folder for files on the way
 */
export function apiReports(packageFolder: string, types: string, temporary: string): readonly ApiReport[] {
  return Object.entries(ENTRIES).map(([name, declarations]) => {
    report({ packageFolder, types, temporary, name, declarations: join(packageFolder, declarations) });
    return { name, text: readFileSync(join(temporary, name), 'utf8') };
  });
}

interface Reported {
  readonly packageFolder: string;
  readonly types: string;
  readonly temporary: string;
  readonly name: string;
  readonly declarations: string;
}

function report({ packageFolder, types, temporary, name, declarations }: Reported): void {
  const compilerOptions = {
    ...{ target: 'es2023', lib: ['es2023'], module: 'nodenext', moduleResolution: 'nodenext' },
    ...{ strict: true, skipLibCheck: true, types: ['node'], typeRoots: [types] },
  };
  const configObject: IConfigFile = {
    projectFolder: packageFolder,
    mainEntryPointFilePath: declarations,
    compiler: { overrideTsconfig: { compilerOptions, files: [declarations] } },
    apiReport: {
      enabled: true,
      reportFileName: name,
      reportFolder: temporary,
      reportTempFolder: join(temporary, 'new'),
      // A type of ours that users see but can't name is in the report, too.
      includeForgottenExports: true,
    },
    newlineKind: 'lf',
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      extractorMessageReporting: {
        default: { logLevel: ExtractorLogLevel.Error },
        // All that is exported is public.
        'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
        'ae-undocumented': { logLevel: ExtractorLogLevel.None, addToApiReportFile: true },
        'ae-forgotten-export': { logLevel: ExtractorLogLevel.None },
      },
      tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
    },
  };
  const config = ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath: join(packageFolder, 'package.json'),
  });
  const problems: string[] = [];
  const { errorCount } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.formatMessageWithLocation(packageFolder));
      message.handled = true;
    },
  });
  if (errorCount > 0) throw new Error(problems.join('\n'));
}
