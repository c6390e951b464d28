import { expect, test } from '@jest/globals';
import { manualClock } from '#lib/clock.ts';
import { circuitOf } from './circuit.ts';

const answers = async () => 'here';
const fails = () => Promise.reject(new Error('away'));

function circuit() {
  const clock = manualClock(1_000);
  const ask = circuitOf(clock, { failures: 2, restMs: 500 });
  return {
    clock,
    kinds: async (...asks: (() => Promise<string>)[]) => {
      const kinds: string[] = [];
      for (const one of asks) kinds.push((await ask(one)).kind);
      return kinds;
    },
    ask,
  };
}

test('a neighbour that fails twice in a row is left alone', async () => {
  const { kinds } = circuit();
  expect(await kinds(fails, answers, fails, fails, answers)).toEqual(['away', 'answered', 'away', 'away', 'resting']);
});

test('after the rest one asks, the others go on without, and an answer ends it', async () => {
  const { clock, kinds, ask } = circuit();
  await kinds(fails, fails);
  clock.set(1_500);
  const { promise, resolve } = Promise.withResolvers<string>();
  const first = ask(() => promise);
  expect(await kinds(answers)).toEqual(['resting']);
  resolve('here');
  expect(await first).toEqual({ kind: 'answered', value: 'here' });
  expect(await kinds(fails, answers)).toEqual(['away', 'answered']);
});

test('a trial that fails begins another rest', async () => {
  const { clock, kinds } = circuit();
  await kinds(fails, fails);
  clock.set(1_500);
  expect(await kinds(fails, answers)).toEqual(['away', 'resting']);
  clock.set(2_000);
  expect(await kinds(answers)).toEqual(['answered']);
});
