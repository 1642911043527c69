import { PATIENCE_MS } from './eventually.ts';

/** The metrics of one scrape. */
export interface Metrics {
  readonly contentType: string | null;
  readonly text: string;
  /** The sum of a metric's values, of all workers or of those with the label. @param label - as it is written: `worker="0"` */
  readonly sum: (name: string, label?: string) => number;
  /** A metric's values in the order of the workers. */
  readonly byWorker: (name: string) => number[];
}

/** Scrapes until the metrics are as they must become. */
export async function scrapeUntil(
  port: number | undefined,
  what: string,
  accept: (metrics: Metrics) => boolean,
): Promise<Metrics> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const metrics = await scrape(port);
    if (accept(metrics)) return metrics;
    if (performance.now() > end) throw new Error(`${what}: not within ${PATIENCE_MS} ms; seen:\n${metrics.text}`);
  }
}

/** @param port - of the health endpoint */
export async function scrape(port: number | undefined, path = '/metrics'): Promise<Metrics> {
  const response = await fetch(`http://127.0.0.1:${port ?? 0}${path}`, { headers: { connection: 'close' } });
  const text = await response.text();
  const values = (name: string, label: string): number[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .filter((line) => line.includes(label))
      .map((line) => Number(line.slice(line.lastIndexOf(' '))));
  return {
    contentType: response.headers.get('content-type'),
    text,
    sum: (name, label = '') => values(name, label).reduce((sum, value) => sum + value, 0),
    byWorker: (name) => values(name, 'worker='),
  };
}
