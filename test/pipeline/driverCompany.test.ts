import { expect, test } from '@jest/globals';
import { company } from '#test/simulate/company.ts';
import { disorderly, history } from '#test/simulate/history.ts';
import { asAnyEvent } from '#test/simulate/published.ts';
import { everything, expected } from './expectations.ts';
import { lineUnderTest } from './lineUnderTest.ts';

test('a year of the demonstration company, with its copies and late events, comes to the oracle’s numbers', async () => {
  const until = Date.UTC(2026, 2, 1);
  const people = company('driver', 25, '2025-01-01');
  const events = disorderly(history(people, 0, until), 'driver').map(asAnyEvent);
  const line = await lineUnderTest({}, { now: until });
  const crashes = [1, 2, 3, 4] as const;
  for (let from = 0; from < events.length; from += 500) {
    await line.happen(...events.slice(from, from + 300));
    line.pipe(...events.slice(from + 300, from + 500));
    await line.driver.crash(crashes[(from / 500) % 4], from % 1_000 === 0 ? 'kept' : 'lost');
  }
  await line.driver.commit();
  expect(events.length).toBeGreaterThan(3_000);
  expect(line.driver.counted('records', { outcome: 'dead' })).toBe(0);
  expect(line.driver.topics.all('hr.late')).toHaveLength(0);
  expect(everything(line)).toEqual(expected(events));
}, 60_000);
