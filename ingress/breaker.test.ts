import { describe, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { sleep, until } from '#lib/timing.ts';
import type { Entry } from './batch.ts';
import { createBreaker } from './breaker.ts';

const entries = (...outcomes: readonly string[]): Entry[] => outcomes.map((outcome) => ({ outcome }) as Entry);
const bad = (count: number): Entry[] => entries(...new Array<string>(count).fill('malformed_json'));
const good = (count: number): Entry[] => entries(...new Array<string>(count).fill('ok'));

function breakerWith(pauseMs: number, letterLimit = 3) {
  const calls: string[] = [];
  const told: (string | null)[] = [];
  const subscription = {
    hold: (why: string) => void calls.push(`hold ${why}`),
    release: (prefetch?: number) => void calls.push(`release ${prefetch ?? 'all'}`),
  };
  const breaker = createBreaker({
    route: 'test',
    subscription,
    log: silentLog,
    letterLimit,
    pauseMs,
    told: (why) => void told.push(why),
  });
  const tried = () => until(() => (calls.at(-1) === 'release 1' ? null : 'no'), { what: 'a try', everyMs: 1 });
  return { breaker, calls, told, tried };
}

describe('a breaker', () => {
  test('lets as many letters through as the limit says, then stops and tells why and how to go on', async () => {
    const { breaker, calls, told } = breakerWith(60_000);
    expect(breaker.admits(bad(500))).toBe(3);
    breaker.moved(bad(3));
    expect([breaker.isStopped(), breaker.admits(bad(5))]).toEqual([true, 0]);
    expect(told).toEqual([
      expect.stringMatching(/^3 of the last 6 messages .* malformed_json; .* in 60 s, .* resume test$/),
    ]);
    expect(calls).toEqual([`hold ${told[0]}`]);
    await breaker.close();
  });

  test('is not stopped by a few bad ones among good ones', async () => {
    const { breaker, calls } = breakerWith(1);
    for (let round = 0; round < 100; round++) breaker.moved([...bad(1), ...good(2)]);
    expect([breaker.isStopped(), calls]).toEqual([false, []]);
    await breaker.close();
  });

  test('tries one message after a while; a bad one stops it again, a good one sets all going', async () => {
    const { breaker, calls, told, tried } = breakerWith(1);
    breaker.moved(bad(3));
    await tried();
    expect(breaker.admits(bad(10))).toBe(1);
    breaker.moved(bad(1));
    expect([breaker.isStopped(), told.at(-1)]).toEqual([true, expect.stringContaining('that was tried')]);
    await tried();
    breaker.moved(good(1));
    expect([calls.slice(-2), told.at(-1), breaker.admits(good(10))]).toEqual([
      ['hold going on', 'release all'],
      null,
      10,
    ]);
    await breaker.close();
  });

  test('goes on when an operator says so, and begins to count anew', async () => {
    const { breaker, calls } = breakerWith(60_000);
    breaker.moved(bad(3));
    breaker.resume();
    expect([calls.at(-1), breaker.isStopped(), breaker.admits(bad(500))]).toEqual(['release all', false, 3]);
    await breaker.close();
  });

  test('stops when another process does, and tells nobody of it again', async () => {
    const { breaker, told } = breakerWith(60_000);
    breaker.stop('another one stopped');
    expect([breaker.isStopped(), told]).toEqual([true, []]);
    await breaker.close();
  });

  test('of no limit never stops', async () => {
    const { breaker } = breakerWith(1, 0);
    breaker.moved(bad(10_000));
    await sleep(0);
    expect(breaker.isStopped()).toBe(false);
    await breaker.close();
  });
});
