/** nginx's reason phrases: a status without one has an empty reason. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Time-out',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  415: 'Unsupported Media Type',
  416: 'Requested Range Not Satisfiable',
  421: 'Misdirected Request',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
  505: 'HTTP Version Not Supported',
  507: 'Insufficient Storage',
};

export function reason(status: number): string {
  return REASONS[status] ?? '';
}

/** nginx's own codes for kinds of 400, and the titles of their pages. */
export const TITLES_OF_400 = {
  494: 'Request Header Or Cookie Too Large',
  495: 'The SSL certificate error',
  496: 'No required SSL certificate was sent',
  497: 'The plain HTTP request was sent to HTTPS port',
} as const;

/** What pages are headed with where that is not the status line's. */
const HEADINGS: Readonly<Record<number, string>> = {
  302: '302 Found',
  401: '401 Authorization Required',
  // Its page is that of 404.
  498: '404 Not Found',
};

/** What the status's page is headed with. */
export function pageHeading(status: number): string {
  return HEADINGS[status] ?? `${status} ${reason(status)}`;
}

/** Whether nginx has a page of its own for the status. */
export function hasPage(status: number): boolean {
  return status >= 300 && (REASONS[status] ?? HEADINGS[status]) !== undefined && status !== 304;
}

/** Errors after which nginx closes the connection, whatever the client asked for. */
const CLOSING = new Set([400, 413, 414, 497, 495, 496, 500, 501]);

export function closesConnection(status: number): boolean {
  return CLOSING.has(status);
}
