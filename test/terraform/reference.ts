/** What the ARN of something that only the deployment knows begins with, for programs that read the region in it. */
const ARN = 'arn:aws:mock:us-east-1::';

/**
 * What stands in a recorded input for a value that only the deployment knows: `__ref.aws_lb.edge-alb.name.ref__`. It may be in a host name,
 * and in JSON.
 */
export function reference(address: string, attribute: string): string {
  return `${attribute === 'arn' ? ARN : ''}__ref.${address}.${attribute}.ref__`;
}

/**
 * Puts something else where there are references.
 *
 * @throws when the program took one to pieces
 */
export function resolveReferences(text: string, resolve: (address: string, attribute: string) => string): string {
  const resolved = text.replaceAll(
    new RegExp(`(?:${ARN})?__ref\\.([\\w.-]+?)\\.(\\w+)\\.ref__`, 'g'),
    (_, address: string, attribute: string) => resolve(address, attribute),
  );
  if (/__ref|ref__/.test(resolved)) throw new Error(`the program took apart what only the deployment knows: ${text}`);
  return resolved;
}

/** A recorded text in Terraform's syntax: references become its own, also amid other text, and what is special to it is escaped. */
export function template(text: string): string {
  const escaped = text.replaceAll(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`);
  return resolveReferences(escaped, (address, attribute) => `\${${address}.${attribute}}`);
}
