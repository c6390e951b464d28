import { expect, test } from '@jest/globals';
import { manualClock } from '../clock.ts';
import { fairShare } from './fairShare.ts';

const tooMany = (seconds: number) => ({ complaint: expect.objectContaining({ status: 429, facts: { seconds } }) });

test('of one person so many are worked on, so many wait, and one more is refused; another has their own', async () => {
  const share = fairShare({ atOnce: 1, asked: 2, msPerMinute: 1_000 }, manualClock(0));
  const begun: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const ask = (who: string, name: string, until: Promise<void>) =>
    share(who, async () => {
      begun.push(name);
      await until;
    });
  const first = ask('a', 'first', promise);
  const second = ask('a', 'second', Promise.resolve());
  await expect(ask('a', 'third', promise)).rejects.toMatchObject(tooMany(1));
  await ask('b', 'of another', Promise.resolve());
  expect(begun).toEqual(['first', 'of another']);
  resolve();
  await Promise.all([first, second]);
  await ask('a', 'next', Promise.resolve());
  expect(begun).toEqual(['first', 'of another', 'second', 'next']);
});

test('what fails gives its turn and its place back', async () => {
  const share = fairShare({ atOnce: 1, asked: 1, msPerMinute: 1_000 }, manualClock(0));
  await expect(share('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await share('a', () => 'again')).toBe('again');
});

test('working time is given by the minute, and the refusal says when the next one begins', async () => {
  const clock = manualClock(0);
  const share = fairShare({ atOnce: 2, asked: 2, msPerMinute: 1_000 }, clock);
  const work = (ms: number) => share('a', () => clock.set(clock.now() + ms));
  await work(400);
  await work(700);
  await expect(work(1)).rejects.toMatchObject(tooMany(59));
  clock.set(59_999);
  await expect(work(1)).rejects.toMatchObject(tooMany(1));
  expect(await share('b', () => 'well')).toBe('well');
  clock.set(60_000);
  await work(1);
});
