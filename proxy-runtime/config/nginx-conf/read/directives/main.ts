import { availableParallelism } from 'node:os';
import { interpret } from '../grammar/interpret.ts';
import { Level } from '../grammar/level.ts';
import { directives, Table } from '../grammar/table.ts';
import { scalar } from '../values/scalar.ts';
import { flag, milliseconds, number, positive, text, valueOf } from '../values/values.ts';
import { HTTP_TABLE } from './http.ts';
import { readErrorLog } from './logs.ts';
import { EVENTS_NO_EFFECT, MAIN_NO_EFFECT } from './no-effect/process.ts';
import { MAIN_REFUSED } from './refused/main.ts';
import type { HttpLevel, MainLevel } from './values-of-levels.ts';

/** What stands outside of all blocks, and in events. */
export const MAIN_TABLE = new Table<MainLevel>([
  ...directives<MainLevel>('main', '0 {', 'http', (directive, level) => {
    const http: HttpLevel = new Level('http', HTTP_TABLE, [], level.reading);
    interpret(directive.block ?? [], http);
    level.put('http', http.values, directive);
  }),
  ...directives<MainLevel>('main', '0 {', 'events', (directive, level) => {
    const events: MainLevel = new Level('events', level.table, [], level.reading);
    interpret(directive.block ?? [], events);
    const { workerConnections } = events.values;
    if (workerConnections !== undefined) level.values.workerConnections = workerConnections;
  }),
  ...directives<MainLevel>('events', '1', 'worker_connections', scalar(positive)),
  ...directives<MainLevel>('main', '1', 'worker_processes', (directive, level) => {
    const [count = ''] = directive.args;
    level.values.workerProcesses = count === 'auto' ? availableParallelism() : valueOf(directive, count, number);
    if (count !== '1')
      level.notice(directive, "counts nginx's own processes; here it only multiplies worker_connections");
  }),
  ...directives<MainLevel>('main', '1', 'worker_shutdown_timeout', scalar(milliseconds)),
  ...directives<MainLevel>('main', '1', 'pid', scalar(text)),
  ...directives<MainLevel>('main', 'flag', 'daemon', scalar(flag)),
  ...directives<MainLevel>('repeated main', '1+', 'error_log', (directive, level) =>
    level.add('errorLog', readErrorLog(directive, level.reading), directive),
  ),
  ...MAIN_NO_EFFECT,
  ...EVENTS_NO_EFFECT,
  ...MAIN_REFUSED,
]);
