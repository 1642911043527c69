import { VERSION } from '../config/version.ts';

let product = `wsproxy/${VERSION}`;

/** Makes the proxy call itself something else, `name/version`: started as nginx is, it is looked for under nginx's name. */
export function setProduct(name: string): void {
  product = name;
}

/** What the proxy calls itself in `Server` headers and on error pages. */
export function serverName(tokens: boolean): string {
  return tokens ? product : product.slice(0, product.indexOf('/'));
}
