/** nginx's spelling of an option that is a directive: `proxy_set_header` for `proxySetHeader`. */
export function directiveName(option: string): string {
  return option.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
