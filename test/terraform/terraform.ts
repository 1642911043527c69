import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { ProviderSchema } from './schema.ts';
import type { Configuration } from './translate.ts';

/** Pulumi's provider is bridged from version 7; this one is the last of version 5. */
const VERSION = '5.100.0';
const SOURCE = 'registry.terraform.io/hashicorp/aws';

/** Terraform with the AWS provider, in a temporary folder. */
export interface Terraform extends AsyncDisposable {
  readonly schema: ProviderSchema;
  /** What Terraform and the provider find wrong with a configuration, without AWS. */
  validate(configuration: Configuration): Promise<readonly string[]>;
  /** Creates what a configuration has. */
  apply(configuration: Configuration, env: NodeJS.ProcessEnv): Promise<void>;
  /** Asks AWS what there is now, after `apply`. */
  refresh(env: NodeJS.ProcessEnv): Promise<Refreshed>;
}

/** What there is, and in which attributes it is not what was asked for: `aws_lb.idle_timeout`. */
export interface Refreshed {
  readonly resources: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly different: readonly string[];
}

interface Plan {
  readonly prior_state: { readonly values: { readonly root_module: { readonly resources: readonly StateResource[] } } };
  readonly resource_changes: readonly { readonly type: string; readonly change: Change }[];
}

interface StateResource {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

type Change = Readonly<Record<'before' | 'after', Readonly<Record<string, unknown>> | null>>;

/** Has Terraform set up its provider. */
export async function startTerraform(): Promise<Terraform> {
  await using failing = new AsyncDisposableStack();
  const folder = failing.use(await temporaryFolder());
  const run = async (args: readonly string[], seconds: number, env = process.env): Promise<string> => {
    const { stdout } = await promisify(execFile)('terraform', args, {
      cwd: folder.path,
      env: { ...env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
      timeout: seconds * 1000,
      maxBuffer: 2 ** 26,
    });
    return stdout;
  };
  const write = (configuration: Configuration): Promise<void> => {
    const terraform = { required_providers: { aws: { source: SOURCE, version: VERSION } } };
    // A bucket's own host would have to be looked up.
    const provider = { aws: { s3_use_path_style: true } };
    return writeFile(
      join(folder.path, 'main.tf.json'),
      JSON.stringify({ terraform, provider, ...configuration }, null, 2),
    );
  };

  await write({});
  await run(['init', '-input=false', '-no-color', ...pluginFolders().map((path) => `-plugin-dir=${path}`)], 300);
  const { provider_schemas: schemas } = JSON.parse(await run(['providers', 'schema', '-json'], 60)) as {
    provider_schemas: Record<string, ProviderSchema>;
  };
  const schema = schemas[SOURCE];
  if (!schema) throw new Error(`Terraform has no ${SOURCE}`);

  const cleanUp = failing.move();
  return {
    schema,
    async validate(configuration) {
      await write(configuration);
      const printed = await run(['validate', '-json'], 60).catch(printedBy);
      const { diagnostics } = JSON.parse(printed) as {
        diagnostics: { address?: string; severity: string; summary: string; detail: string }[];
      };
      return diagnostics.map(({ address = '', severity, summary, detail }) =>
        [address, severity, summary, detail].filter((text) => text !== '').join(': '),
      );
    },
    async apply(configuration, env) {
      await write(configuration);
      await run(['apply', '-auto-approve', '-input=false', '-no-color'], 150, env);
    },
    async refresh(env) {
      await run(['plan', '-out=plan', '-input=false', '-no-color'], 60, env);
      return refreshed(JSON.parse(await run(['show', '-json', 'plan'], 60)) as Plan);
    },
    [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
  };
}

/** With `-json`, Terraform prints the reason of its failure where it prints results. */
function printedBy(failure: unknown): string {
  if (failure instanceof Error && 'stdout' in failure && typeof failure.stdout === 'string') return failure.stdout;
  throw failure;
}

function refreshed({ prior_state: state, resource_changes: changes }: Plan): Refreshed {
  const different = changes.flatMap(({ type, change: { before, after } }) =>
    Object.keys({ ...before, ...after })
      .filter((name) => !isDeepStrictEqual(before?.[name], after?.[name]))
      .map((name) => `${type}.${name}`),
  );
  return {
    resources: new Map(state.values.root_module.resources.map(({ address, values }) => [address, values])),
    different: [...new Set(different)].sort(),
  };
}

/** Where a machine that does not reach the registry has its providers: TERRAFORM_PLUGINS, or an add-on's folder that is laid out for them. */
function pluginFolders(): readonly string[] {
  const given = process.env['TERRAFORM_PLUGINS'];
  if (given !== undefined) return [given];
  return globSync(`/opt/*/${SOURCE}/${VERSION}`).map((path) => path.slice(0, path.indexOf(`/${SOURCE}`)));
}
