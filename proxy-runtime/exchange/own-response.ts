import type { LocationSettings } from '../compile/settings/location-settings.ts';
import { hasPage, pageHeading, reason } from '../http/status.ts';
import { serverName } from '../http/product.ts';
import type { ClientConnectionHeader } from './response-head-writer.ts';
import { writeResponseHead } from './response-head-writer.ts';

/** A response of the proxy's own: an error page, a redirect, or what `return` says. */
export interface OwnResponse {
  readonly status: number;
  /** The body; without it the status's page, if nginx has one. */
  readonly text?: string | undefined;
  /** Of a redirect to this server. */
  readonly location?: string | undefined;
  /** Whether the connection is closed, where that is not as with every answer of the status. */
  readonly closes?: boolean;
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
  const body = text ?? (hasPage(status) ? page(status, response.title, settings) : '');
  const head = options.withHead
    ? writeResponseHead(
        {
          statusText: `${status} ${reason(status)}`,
          contentType: contentType(response, body, settings),
          contentLength: status === 204 ? undefined : body.length,
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

function contentType({ status, text }: OwnResponse, body: string, settings: LocationSettings): string | undefined {
  if (status === 204) return undefined;
  if (text !== undefined) return settings.defaultType || undefined;
  return body === '' ? undefined : 'text/html';
}

function page(status: number, title: string | undefined, settings: LocationSettings): string {
  const heading = pageHeading(status);
  return [
    `<html>\r\n<head><title>${title === undefined ? heading : `${status} ${title}`}</title></head>\r\n<body>\r\n`,
    `<center><h1>${heading}</h1></center>\r\n`,
    title === undefined ? '' : `<center>${title}</center>\r\n`,
    `<hr><center>${serverName(settings.serverTokens)}</center>\r\n</body>\r\n</html>\r\n`,
  ].join('');
}
