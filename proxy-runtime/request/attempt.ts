/** One try at one backend address, as the access log shows it. */
export class Attempt {
  /** nginx's `$upstream_addr`. */
  readonly name: string;
  status: number | undefined;
  /** Milliseconds since its start. */
  connectTime: number | undefined;
  headerTime: number | undefined;
  responseTime: number | undefined;
  bytesSent = 0;
  bytesReceived = 0;
  /** Bytes of the response's body. */
  responseLength = 0;
  readonly #startedAt = performance.now();

  constructor(name: string) {
    this.name = name;
  }

  over(bytesReceived: number, bytesSent: number): void {
    this.responseTime = this.elapsed;
    this.bytesReceived = bytesReceived;
    this.bytesSent = bytesSent;
  }

  get elapsed(): number {
    return performance.now() - this.#startedAt;
  }
}
