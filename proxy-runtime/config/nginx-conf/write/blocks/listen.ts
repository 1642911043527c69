import type { ListenConfig, ServerConfig } from '../../../types.ts';
import { formatSeconds } from '../writers.ts';
import { comment, directive, type Line } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';

/** Writes `listen` lines; one for all servers of a configuration. */
export class Listens {
  readonly #writing: Writing;
  readonly #taken: Set<number>;
  /** Addresses whose socket's options are written: nginx takes them once. */
  readonly #withOptions = new Set<string>();

  constructor(writing: Writing) {
    this.#writing = writing;
    const { servers, health } = writing.config;
    const addresses = servers.flatMap(({ listen }) => listenConfigs(listen).map(({ address }) => address));
    this.#taken = new Set([...addresses, ...(health === undefined ? [] : [health.listen])].map(portOf));
  }

  write(listen: ServerConfig['listen']): Line[] {
    return listenConfigs(listen).flatMap((config) => this.#writeOne(config));
  }

  #writeOne(config: ListenConfig): Line[] {
    const { defaultServer, ssl } = config;
    const { address, lines } = this.#address(String(config.address));
    const options = this.#withOptions.has(address) ? [] : this.#socketOptions(config);
    if (options.length > 0) this.#withOptions.add(address);
    const words = [...(defaultServer === true ? ['default_server'] : []), ...(ssl === true ? ['ssl'] : []), ...options];
    return [...lines, directive('listen', address, ...words)];
  }

  #socketOptions({ soKeepalive, ipv6only }: ListenConfig): string[] {
    const { idle } = typeof soKeepalive === 'object' ? soKeepalive : {};
    const keepalive =
      idle === undefined ? soKeepalive : `${formatSeconds(idle, { writing: this.#writing }, 'so_keepalive')}::`;
    return [
      ...(typeof keepalive === 'string' ? [`so_keepalive=${keepalive}`] : []),
      ...(ipv6only === undefined ? [] : [`ipv6only=${ipv6only}`]),
    ];
  }

  /** nginx has no port 0, so that the next free number stands for it. */
  #address(text: string): { readonly address: string; readonly lines: readonly Line[] } {
    if (portOf(text) !== 0) return { address: text, lines: [] };
    let port = 8080;
    while (this.#taken.has(port)) port++;
    this.#taken.add(port);
    this.#writing.notice(`listen ${text}: port 0 is any free port, which nginx can't choose; ${port} stands for it`);
    return {
      address: text.replace(/\d+$/, String(port)),
      lines: [comment(`Any free port for this proxy; nginx can't choose one.`)],
    };
  }
}

function listenConfigs(listen: ServerConfig['listen']): ListenConfig[] {
  return [listen].flat().map((value) => (typeof value === 'object' ? value : { address: value }));
}

function portOf(address: number | string): number {
  const digits = String(address).startsWith('unix:') ? undefined : /(?:^|:)(\d+)$/.exec(String(address))?.[1];
  return digits === undefined ? 80 : Number(digits);
}
