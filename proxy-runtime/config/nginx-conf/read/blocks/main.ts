import { MAX_WORKERS, type WorkerCount } from '../../../values/worker-count.ts';
import { MAIN_FAMILY } from '../../directives/families.ts';
import { readersOf } from '../../directives/form.ts';
import { readErrorLog } from '../../directives/logs.ts';
import { interpret } from '../grammar/interpret.ts';
import { Level } from '../grammar/level.ts';
import { directives, Table } from '../grammar/table.ts';
import { scalar } from '../values/scalar.ts';
import { flag, number, text, valueOf } from '../values/values.ts';
import { HTTP_TABLE } from './http.ts';

import { noEffectIn } from '../../directives/no-effect.ts';
import { refusedIn } from '../../directives/refused.ts';
import type { HttpLevel, MainLevel } from '../grammar/values-of-levels.ts';

const FOR_THE_PROGRAM = 'has no effect on a configuration: --workers is for it, which a deployed task has as auto';

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
  ...readersOf(MAIN_FAMILY),
  ...directives<MainLevel>('main', '1', 'worker_processes', (directive, level) => {
    const [count = ''] = directive.args;
    const workers = count === 'auto' ? count : valueOf(directive, count, number);
    level.values.workerProcesses = possible(workers);
    if (!level.reading.startsWorkers && workers !== 1) level.notice(directive, FOR_THE_PROGRAM);
    else if (workers === 0) level.notice(directive, 'is 0, and nobody would be served; there is 1');
    else if (workers !== 'auto' && workers > MAX_WORKERS)
      level.notice(directive, `is ${workers}, but there are ${MAX_WORKERS} workers at most`);
  }),
  ...directives<MainLevel>('main', '1', 'pid', scalar(text)),
  ...directives<MainLevel>('main', 'flag', 'daemon', scalar(flag)),
  ...directives<MainLevel>('repeated main', '1+', 'error_log', (directive, level) =>
    level.add('errorLog', readErrorLog(directive, level.reading), directive),
  ),
  ...noEffectIn('main', 'events'),
  ...refusedIn('main', 'events'),
]);

function possible(workers: WorkerCount): WorkerCount {
  return workers === 'auto' ? workers : Math.min(Math.max(workers, 1), MAX_WORKERS);
}
