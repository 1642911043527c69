/** Whether anything of a configuration asks for a header line that was sent to the client: then those of each response are kept. */
export class SentHeaders {
  #used = false;

  /** Takes note of a variable that is looked up. */
  noted<T>(name: string, found: T): T {
    this.#used ||= found !== undefined && name.toLowerCase().startsWith('sent_http_');
    return found;
  }

  get used(): boolean {
    return this.#used;
  }
}
