/** A word for the system's shell, quoted if it must be. */
export function quote(word: string): string {
  if (/^[\w+=:,.@/-]+$/.test(word)) return word;
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command line whose `node` is the Node that runs this program, and not whichever comes first in PATH. */
export function nodeCommand(command: string): string {
  return command.replace(/^\s*node(?=\s|$)/, () => quote(process.execPath));
}
