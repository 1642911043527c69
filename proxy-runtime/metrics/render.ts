import { VERSION } from '../config/version.ts';
import { COUNT } from './counters.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

type Labels = Readonly<Record<string, string | number>>;

interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

/** All metrics in Prometheus's text format. @param workers - in the order of their numbers */
export function renderMetrics(workers: readonly WorkerMetrics[]): string {
  return [...workerFamilies(workers), ...processFamilies()].join('');
}

function workerFamilies(workers: readonly WorkerMetrics[]): string[] {
  const each = (value: (worker: WorkerMetrics) => number | undefined, labels: Labels = {}): Sample[] =>
    workers.flatMap((worker, index) => {
      const known = value(worker);
      return known === undefined ? [] : [{ labels: { worker: index, ...labels }, value: known }];
    });
  const counted = (count: number): Sample[] => each(({ counters }) => counters.get(count));
  return [
    counter('connections_accepted', 'Client connections accepted.', counted(COUNT.accepted)),
    counter(
      'connections_handled',
      'Client connections not dropped for want of worker_connections.',
      counted(COUNT.handled),
    ),
    counter('requests', 'Client requests.', counted(COUNT.requests)),
    gauge(
      'connections_active',
      'Open client connections, tunnels included.',
      each(({ counters, snapshot }) => counters.connections + (snapshot?.handshaking ?? 0)),
    ),
    gauge(
      'connections_reading',
      "Connections whose request's head is coming.",
      each(({ snapshot }) => snapshot?.reading),
    ),
    gauge(
      'connections_writing',
      'Connections whose request is at work, tunnels included.',
      each(({ snapshot }) => snapshot?.writing),
    ),
    gauge(
      'connections_waiting',
      'Idle connections.',
      each(({ snapshot }) => snapshot?.waiting),
    ),
    gauge(
      'tunnels',
      'Open tunnels.',
      each(({ counters }) => counters.tunnels),
    ),
    counter('tunnels_opened', 'Tunnels opened.', counted(COUNT.tunnelsOpened)),
    counter('tunnel_bytes', 'Bytes passed on by tunnels.', [
      ...each(({ counters }) => counters.tunnelBytes.toClients, { to: 'client' }),
      ...each(({ counters }) => counters.tunnelBytes.toUpstreams, { to: 'upstream' }),
    ]),
    counter(
      'responses',
      "Requests answered, by their status's class; a tunnel counts when it is opened.",
      [1, 2, 3, 4, 5].flatMap((digit) => each(({ counters }) => counters.responses[digit - 1], { code: `${digit}xx` })),
    ),
    counter('upstream_failures', 'Attempts at backends that failed.', counted(COUNT.upstreamFailures)),
    ...(['p50', 'p99', 'max'] as const).map((which) =>
      gauge(
        `event_loop_delay_${which}_seconds`,
        `How late the event loop was since the last scrape: ${which}.`,
        each(({ snapshot }) => snapshot?.delays?.[which]),
      ),
    ),
    gauge(
      'worker_up',
      'Whether the worker answered.',
      each(({ snapshot }) => (snapshot === undefined ? 0 : 1)),
    ),
    counter(
      'worker_restarts',
      'How often a worker died and was replaced.',
      each(({ restarts }) => restarts),
    ),
  ];
}

function processFamilies(): string[] {
  const { user, system } = process.cpuUsage();
  return [
    gauge('build_info', 'The version.', [{ labels: { version: VERSION }, value: 1 }]),
    family('process_cpu_seconds_total', 'counter', 'CPU time of all threads.', [{ value: (user + system) / 1e6 }]),
    family('process_resident_memory_bytes', 'gauge', 'Memory in use.', [{ value: process.memoryUsage.rss() }]),
    family('process_start_time_seconds', 'gauge', 'When the process started, in Unix time.', [{ value: STARTED }]),
  ];
}

const STARTED = Math.round(Date.now() - process.uptime() * 1000) / 1000;

function counter(name: string, help: string, samples: readonly Sample[]): string {
  return family(`wsproxy_${name}_total`, 'counter', help, samples);
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  return family(`wsproxy_${name}`, 'gauge', help, samples);
}

/** One metric with its values; '' where there are none. */
function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(({ labels = {}, value }) => `${name}${formatLabels(labels)} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

/** The values here need no escapes: they are numbers and words of our own. */
function formatLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
