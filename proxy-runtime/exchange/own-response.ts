import type { LocationSettings } from '../config/settings/location-settings.ts';
import { hasPage, reason } from '../http/status.ts';
import { serverName } from '../version.ts';
import type { ClientConnectionHeader } from './response-head-writer.ts';
import { writeResponseHead } from './response-head-writer.ts';

/** A response of the proxy's own: an error page, a redirect, or what `return` says. */
export interface OwnResponse {
  readonly status: number;
  /** The body; without it the status's page, if nginx has one. */
  readonly text?: string | undefined;
  readonly location?: string | undefined;
  /** The page's title where it is not the status's reason. */
  readonly title?: string | undefined;
  /** More header lines, with their line ends. */
  readonly lines?: string;
}

export interface OwnResponseOptions {
  readonly connection: ClientConnectionHeader;
  readonly settings: LocationSettings;
  /** False for HEAD. */
  readonly withBody: boolean;
  /** HTTP/0.9 gets the bare body. */
  readonly withHead: boolean;
}

/** @returns the bytes of the response, and how many of them are its head */
export function writeOwnResponse(
  response: OwnResponse,
  options: OwnResponseOptions,
): { bytes: string; headLength: number } {
  const { status, text, location } = response;
  const { settings } = options;
  const body = text ?? (hasPage(status) ? page(status, response.title ?? reason(status), settings) : '');
  const head = options.withHead
    ? writeResponseHead(
        {
          statusText: `${status} ${reason(status)}`,
          contentType: text === undefined ? (body === '' ? undefined : 'text/html') : settings.defaultType || undefined,
          contentLength: status === 204 || status === 304 ? undefined : Buffer.byteLength(body, 'latin1'),
          location,
          connection: options.connection,
          ...(response.lines !== undefined && { added: response.lines }),
        },
        settings,
      )
    : '';
  const sent = options.withBody && status !== 204 && status !== 304 ? body : '';
  return { bytes: head + sent, headLength: head.length };
}

function page(status: number, title: string, settings: LocationSettings): string {
  return [
    `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n`,
    `<center><h1>${status} ${reason(status)}</h1></center>\r\n`,
    title === reason(status) ? '' : `<center>${title}</center>\r\n`,
    `<hr><center>${serverName(settings.serverTokens)}</center>\r\n</body>\r\n</html>\r\n`,
  ].join('');
}
