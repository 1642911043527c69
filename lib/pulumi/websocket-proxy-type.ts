/** The type in the URNs of every proxy, whatever the program's language; it must never change. */
export const TYPE = 'websocket-proxy-constructs:index:WebSocketProxy';
