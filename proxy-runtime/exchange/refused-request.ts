import type { Server } from '../compile/server.ts';
import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { Client } from './client.ts';
import { namedHost } from '../http/host.ts';
import type { ReceivedHead, RequestHead } from '../http/request-head.ts';
import type { NormalizedUri } from '../http/uri.ts';
import { RequestValues } from '../request/request-values.ts';
import { noOutcome } from '../request/outcome.ts';
import type { Request } from '../request/request.ts';

/** A request that never became an exchange, for the access log. */
export class RefusedRequest implements Request {
  readonly client: Client;
  readonly head: RequestHead;
  readonly uri: NormalizedUri;
  readonly host: string;
  readonly server: Server;
  readonly settings: LocationSettings;
  readonly proxyPass = undefined;
  readonly startedAt: number;
  readonly values = new RequestValues();
  readonly outcome = noOutcome();
  readonly requestLength: number;
  readonly pipelined: boolean;
  readonly attempts = [];
  readonly upstreamHeaders = undefined;
  id: string | undefined;

  /** @param head - what there is of it: if that names a host, the request is its server's */
  constructor(client: Client, { status, head, startedAt }: { status: number; head: ReceivedHead; startedAt: number }) {
    this.client = client;
    this.pipelined = client.pipelined;
    const host = namedHost(head);
    const found = host === undefined ? undefined : client.listen.servers.find(host);
    if (found?.match !== undefined) this.values.matched(found.match);
    this.server = found?.server ?? client.listen.defaultServer;
    this.settings = this.server.outside;
    this.host = host ?? this.server.name;
    this.startedAt = startedAt;
    this.outcome.status = status;
    this.uri = head.uri;
    this.requestLength = head.length;
    // It never was complete.
    this.head = { ...head, length: 0 };
  }

  alert(message: string): void {
    this.client.cycle.log('alert', message, this);
  }
}
