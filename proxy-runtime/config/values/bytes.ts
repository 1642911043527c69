/** The bytes of a configured text, one character a byte, as requests are read: nginx's configuration is bytes, too. */
export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
