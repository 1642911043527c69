import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../input-error.ts';
import { asObject, asString } from '../deployed/json.ts';
import { pseudoParameters } from './pseudo-parameters.ts';
import { parseTemplate, type Resource, type Template, type TemplateNames } from './template.ts';

/** Whether a directory is what `cdk synth` leaves behind. */
export function isCloudAssembly(directory: string): boolean {
  return existsSync(join(directory, 'manifest.json')) && existsSync(join(directory, 'cdk.out'));
}

/**
 * Reads the templates of all stacks of an assembly: those of its stages and nested stacks too.
 *
 * @throws {@link InputError} when a file is missing or is not JSON
 */
export async function readCloudAssembly(directory: string): Promise<readonly Template[]> {
  const manifest = asObject(await readJson(join(directory, 'manifest.json')));
  const templates: Template[] = [];
  for (const artifact of Object.values(asObject(manifest['artifacts'])).map(asObject)) {
    const properties = asObject(artifact['properties']);
    const nested = asString(properties['directoryName']);
    const file = asString(properties['templateFile']);
    if (artifact['type'] === 'cdk:cloud-assembly' && nested !== undefined) {
      templates.push(...(await readCloudAssembly(join(directory, nested))));
    } else if (artifact['type'] === 'aws:cloudformation:stack' && file !== undefined) {
      const stackName = asString(properties['stackName']) ?? file.replace(/\.template\.json$/, '');
      const stack = asString(artifact['displayName']) ?? stackName;
      const own = pseudoParameters(stackName, asString(artifact['environment']) ?? '', process.env);
      const names = { stack, stackName, pseudoParameters: own };
      templates.push(...(await readStack(join(directory, file), names)));
    }
  }
  return templates;
}

async function readStack(file: string, names: TemplateNames, nestedIn?: Resource): Promise<readonly Template[]> {
  const template = parseTemplate(await readJson(file), names, nestedIn);
  const templates = [template];
  for (const resource of template.resources.values()) {
    if (resource.type !== 'AWS::CloudFormation::Stack' || resource.nestedTemplateFile === undefined) continue;
    const stack = resource.path.replace(/\.NestedStack\/.*$/, '');
    const nestedFile = join(dirname(file), resource.nestedTemplateFile);
    templates.push(...(await readStack(nestedFile, { ...names, stack, stackName: stack }, resource)));
  }
  return templates;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const what =
      error instanceof SyntaxError ? `is not JSON (${error.message})` : `can't be read (${(error as Error).message})`;
    throw new InputError(`${file}: ${what}; synthesize the app again`);
  }
}
