import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from './turns.ts';

describe('what has its turn alone', () => {
  test('waits for what runs, and keeps back what comes', async () => {
    const turns = new Turns();
    const running = new Set<string>();
    const seen: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      running.add(name);
      seen.push([...running].join('+'));
      for (let i = 0; i < 5; i++) await turn();
      running.delete(name);
    };
    await Promise.all([
      turns.together(work('a')),
      turns.together(work('b')),
      turns.alone(work('c')),
      turns.alone(work('d')),
      turns.together(work('e')),
      turns.together(work('f')),
    ]);
    assert.deepEqual(seen, ['a', 'a+b', 'c', 'd', 'e', 'e+f']);
  });

  test('leaves the turn to others when it fails', async () => {
    const turns = new Turns();
    await assert.rejects(turns.alone(() => Promise.reject(new Error('failed'))));
    assert.equal(await turns.together(() => Promise.resolve('next')), 'next');
  });
});
