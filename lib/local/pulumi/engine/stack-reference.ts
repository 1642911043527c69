import type * as pulumi from '@pulumi/pulumi';
import type { PlaceholderIssuer } from './placeholders.ts';

const TYPE = 'pulumi:pulumi:StackReference';

/**
 * Answers for another stack, which is not there: any output is a text, or two of them when its name is a plural (`publicSubnetIds`).
 *
 * @param resource - left alone unless it is a reference to a stack
 */
export function answerForStack(
  sdk: typeof pulumi,
  resource: pulumi.Resource,
  type: string,
  placeholders: PlaceholderIssuer,
): void {
  if (type !== TYPE) return;
  const reference = resource as pulumi.Resource & Pick<pulumi.StackReference, 'name' | 'getOutput' | 'requireOutput'>;
  const answer = (name: pulumi.Input<string>): pulumi.Output<unknown> =>
    sdk.all([reference.name, name]).apply(([stack, output]) => {
      const value = (property: string): string => placeholders.value({ type: TYPE, name: stack }, property);
      return /[^s]s$/.test(output) && !/(address|dns)$/i.test(output)
        ? [value(`${output}[0]`), value(`${output}[1]`)]
        : value(output);
    });
  reference.getOutput = answer;
  reference.requireOutput = answer;
}
