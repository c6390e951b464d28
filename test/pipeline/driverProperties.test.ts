import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { statistics as catalogue } from '#statistics/catalogue.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import { anyEvents } from './anyEvents.ts';
import { everything, expected } from './expectations.ts';
import { kyiv, lineUnderTest } from './lineUnderTest.ts';

/** Kept, so that a failure is the same for everybody; PROPERTY_SEED tries another one. */
const seed = Number(process.env.PROPERTY_SEED ?? 20_260_701);
const runs = Number(process.env.PROPERTY_RUNS ?? 100);

/** What happens once an event has arrived: a commit, nothing, or a crash right after that step of a commit. */
const moments = ['commit', 'go on', 1, 2, 3, 4] as const;
/** After a crash: the next start is on the same machine, or on another one. */
const machines = ['kept', 'lost'] as const;
const peace: CompanySettings = { ...kyiv, wartime: null, zone: 'America/New_York' };

const holds = <T>(values: fc.Arbitrary<T>, check: (value: T) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(values, check), { seed, numRuns: runs, interruptAfterTimeLimit: 60_000 });

describe('whatever happens to the same events on their way', () => {
  test('a reader sees what the oracle sees: any order, any copies, any split into commits, any crash', async () => {
    const arrival = anyEvents.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
        fc.array(fc.tuple(fc.constantFrom(...moments), fc.constantFrom(...machines)), {
          minLength: events.length * 2,
          maxLength: events.length * 2,
          size: 'max',
        }),
      ),
    );
    await holds(arrival, async ([events, arriving, then]) => {
      const line = await lineUnderTest({}, { partitions: 2 });
      for (const [at, event] of arriving.entries()) {
        line.pipe(event);
        const [next = 'go on', stores] = then[at] ?? [];
        if (next === 'commit') await line.driver.commit();
        else if (next !== 'go on') await line.driver.crash(next, stores);
      }
      await line.driver.commit();
      expect(everything(line)).toEqual(expected(events));
    });
  }, 120_000);

  test('a statistic that is added in the middle has the same rows as one that was always there', async () => {
    const additions = fc.tuple(anyEvents, fc.nat(60), fc.subarray([...catalogue]));
    await holds(additions, async ([events, at, first]) => {
      const line = await lineUnderTest({ statistics: first }, { partitions: 2 });
      await line.happen(...events.slice(0, at));
      await line.restart({ statistics: catalogue });
      await line.happen(...events.slice(at));
      expect(everything(line)).toEqual(expected(events));
    });
  }, 120_000);

  test('the next generation leaves the rows that its settings give, and no others', async () => {
    const changes = fc.tuple(anyEvents, anyEvents, fc.constantFrom(kyiv, peace));
    await holds(changes, async ([events, more, settings]) => {
      const line = await lineUnderTest({}, { partitions: 2 });
      await line.happen(...events);
      const next = await line.next({ settings });
      await next.happen(...more);
      expect(everything(next)).toEqual(expected([...events, ...more], settings));
    });
  }, 120_000);
});
