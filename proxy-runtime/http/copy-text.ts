/** A piece of a larger text holds all of it; its copy does not. */
export function copyText(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
