import type { Server } from '../config/compile.ts';
import type { LocationSettings } from '../config/settings/location-settings.ts';
import type { ClientConnection } from '../connection/client-connection.ts';
import { NO_HEAD, type RequestHead } from '../http/request-head.ts';
import { NO_URI } from '../http/uri.ts';
import { RequestValues } from '../variables/request-values.ts';
import { noOutcome } from './outcome.ts';
import type { Request } from './request.ts';

/** A request that never became an exchange, for the access log. */
export class RefusedRequest implements Request {
  readonly client: ClientConnection;
  readonly head: RequestHead;
  readonly uri = NO_URI;
  readonly host: string;
  readonly server: Server;
  readonly settings: LocationSettings;
  readonly proxyPass = undefined;
  readonly startedAt: number;
  readonly values = new RequestValues();
  readonly outcome = noOutcome();
  readonly requestLength = 0;
  readonly pipelined: boolean;
  readonly attempts = [];
  readonly upstreamHeaders = undefined;
  id: string | undefined;

  /** @param line - the request line, as far as it was read */
  constructor(
    client: ClientConnection,
    { status, line, startedAt }: { status: number; line: string; startedAt: number },
  ) {
    this.client = client;
    this.pipelined = client.pipelined;
    this.server = client.listen.defaultServer;
    this.settings = this.server.outside;
    this.host = this.server.name;
    this.startedAt = startedAt;
    this.outcome.status = status;
    const [method = '', target = ''] = line.split(' ');
    this.head = { ...NO_HEAD, method, line, target };
  }
}
