/**
 * Something the user gave (an APP, an option, a file) can't be used. The message is one line that says what is wrong and the way out;
 * the command line prints it and exits with 2.
 */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}
