import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { manualClock } from '#lib/clock.ts';
import { type OpenTransaction, TransactionLost } from '#lib/kafka/producer.ts';
import type { CommitStep } from './commit.ts';
import { createDriver, type Driver } from './driver.ts';
import { DriverTopics } from './driverTopics.ts';
import { memoryBroker } from './memoryBroker.ts';
import {
  countingTopology,
  deadLetterTopic,
  eventTopic,
  expectedSums,
  latestTopic,
  readSums,
  sumTopic,
} from './testing/counting.ts';

const pipe = (driver: Driver, account: string, value: string | null): void =>
  driver.pipe(eventTopic, account, value === null ? null : Buffer.from(value));

const sums = (driver: Driver) => Object.fromEntries(readSums(driver.latest(sumTopic)));

describe('the test driver', () => {
  test('a record flows through both subtopologies', async () => {
    const driver = await createDriver(countingTopology());
    pipe(driver, 'ann', 'it:3');
    pipe(driver, 'bob', 'it:4');
    await driver.commit();
    expect(sums(driver)).toEqual({ it: 7 });
    pipe(driver, 'ann', 'law:3');
    await driver.commit();
    expect(sums(driver)).toEqual({ it: 4, law: 3 });
  });

  test('what one commit sends under one key is one record', async () => {
    const driver = await createDriver(countingTopology(), { partitions: 1 });
    for (let amount = 1; amount <= 100; amount++) pipe(driver, 'ann', `it:${amount}`);
    await driver.commit();
    expect(driver.read('counting-1-deltas-repartition').map(({ value }) => String(value))).toEqual(['100']);
    expect(driver.read(latestTopic)).toHaveLength(1);
    expect(driver.read(latestTopic)).toHaveLength(0);
  });

  test('a tombstone removes its key from the newest values', async () => {
    const driver = await createDriver(countingTopology());
    pipe(driver, 'ann', 'it:3');
    await driver.commit();
    pipe(driver, 'ann', null);
    await driver.commit();
    expect([driver.latest(latestTopic).size, sums(driver)]).toEqual([0, {}]);
    expect(driver.read(sumTopic).map(({ value }) => value?.toString() ?? null)).toEqual(['3', null]);
  });

  test('a record that cannot be used becomes a dead letter with its bytes and its origin, and the next one goes on', async () => {
    const driver = await createDriver(countingTopology());
    driver.pipe(eventTopic, 'ann', Buffer.from('poison'), { headers: { ce_id: '7' }, timestamp: 1_700_000_000_000 });
    pipe(driver, 'ann', 'it:3');
    await driver.commit();
    expect(sums(driver)).toEqual({ it: 3 });
    const [letter] = driver.read(deadLetterTopic);
    expect([letter?.key, letter?.value?.toString()]).toEqual(['ann', 'poison']);
    expect(letter?.headers).toMatchObject({
      ce_id: '7',
      dead_reason: 'poison',
      dead_detail: 'it cannot be read',
      dead_stage: 'counting/accounts',
      dead_topic: eventTopic,
      dead_offset: '0',
    });
    expect(driver.counted('records', { outcome: 'dead' })).toBe(1);
  });

  test('a held record keeps everything behind it waiting, and says why', async () => {
    const driver = await createDriver(countingTopology(), { partitions: 1 });
    pipe(driver, 'ann', 'it:3');
    pipe(driver, 'ann', 'wait');
    pipe(driver, 'ann', 'it:5');
    await driver.commit();
    expect([sums(driver), driver.held()]).toEqual([{ it: 3 }, ['told to wait']]);
  });

  test('other settings than those that the stores were made under are refused with the remedy', async () => {
    const settings: Record<string, string> = { timeZone: 'Europe/Kyiv' };
    const changing = await createDriver(countingTopology('counting-1', 1, settings));
    await changing.commit();
    settings.timeZone = 'UTC';
    await expect(changing.crash()).rejects.toThrow(
      /timeZone was "Europe\/Kyiv" and is now "UTC"[\s\S]*raise GENERATION by one/,
    );
  });

  test('the greatest timestamp survives a crash', async () => {
    let streamTime = 0;
    const topology = countingTopology();
    const [first] = topology.subtopologies;
    if (first === undefined) throw new Error('no subtopology');
    const watching = {
      ...first,
      create: (context: Parameters<typeof first.create>[0]) => ({
        open: () => {
          streamTime = Math.max(streamTime, context.streamTime);
        },
        process: first.create(context).process,
      }),
    };
    const driver = await createDriver({ ...topology, subtopologies: [watching] }, { partitions: 1 });
    driver.pipe(eventTopic, 'ann', Buffer.from('it:1'), { timestamp: 1_700_000_009_000 });
    driver.pipe(eventTopic, 'ann', Buffer.from('it:1'), { timestamp: 1_700_000_001_000 });
    await driver.commit();
    await driver.crash();
    expect(streamTime).toBe(1_700_000_009_000);
  });
});

describe('a crash right after a step of a commit', () => {
  async function crashed(after: CommitStep) {
    const driver = await createDriver(countingTopology(), { partitions: 1 });
    pipe(driver, 'ann', 'it:3');
    await driver.crash(after);
    return driver;
  }

  test.each([1, 2] as const)('step %i: nothing of it was published; the next commit does it all', async (step) => {
    const driver = await crashed(step);
    expect(driver.read(latestTopic)).toEqual([]);
    await driver.commit();
    expect([driver.read(latestTopic).length, sums(driver)]).toEqual([1, { it: 3 }]);
  });

  test.each([3, 4] as const)('step %i: all of it was published, and nothing of it again', async (step) => {
    const driver = await crashed(step);
    expect(driver.read(latestTopic)).toHaveLength(1);
    await driver.commit();
    expect([driver.read(latestTopic).length, sums(driver)]).toEqual([0, { it: 3 }]);
  });

  test('a store that lay for longer than the changelog keeps deletions is read anew', async () => {
    const driver = await createDriver(countingTopology(), { partitions: 1 });
    pipe(driver, 'ann', 'it:3');
    await driver.commit();
    driver.advanceTo(Date.UTC(2024, 0, 2));
    await driver.crash();
    pipe(driver, 'ann', 'it:4');
    await driver.commit();
    expect(sums(driver)).toEqual({ it: 4 });
  });
});

test('of two producers of one transactional id in memory, only the newer can commit', async () => {
  const topics = new DriverTopics(1);
  const broker = memoryBroker(topics, manualClock(0));
  const write = (open: OpenTransaction) => open.send([{ topic: 't', partition: 0, key: 'k', value: null }]);
  const older = await broker.producer('task');
  const newer = await broker.producer('task');
  await expect(older.transaction(write)).rejects.toThrow(TransactionLost);
  await newer.transaction(write);
  expect(topics.all('t')).toHaveLength(1);
});

const account = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const value = fc.option(
  fc
    .tuple(fc.constantFrom('x', 'y', 'z'), fc.integer({ min: -3, max: 9 }))
    .map(([group, amount]) => `${group}:${amount}`),
);
const commitStep = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);
const storesAfter = fc.constantFrom('kept' as const, 'lost' as const);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('event' as const), account, value }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('commit' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('crash' as const), after: commitStep, stores: storesAfter }),
  },
);

describe('crashes', () => {
  test('whenever it commits and wherever it crashes, the sums are those over the last events', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60, size: 'max' }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, partitions) => {
          const driver = await createDriver(countingTopology(), { partitions });
          const events: [string, string | null][] = [];
          for (const it of steps) {
            if (it.kind === 'commit') await driver.commit();
            else if (it.kind === 'crash') await driver.crash(it.after, it.stores);
            else {
              events.push([it.account, it.value]);
              pipe(driver, it.account, it.value);
            }
          }
          await driver.commit();
          expect(sums(driver)).toEqual(Object.fromEntries(expectedSums(events)));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a next generation', () => {
  test('it publishes only what differs, with tombstones for what it does not make', async () => {
    const first = await createDriver(countingTopology('counting-1'));
    for (const [name, amount] of [
      ['ann', 'it:3'],
      ['bob', 'law:4'],
      ['eve', 'hr:5'],
    ] as const)
      pipe(first, name, amount);
    await first.commit();
    first.topics.append(
      { topic: sumTopic, partition: first.topics.partitionOf('ghost'), key: 'ghost', value: Buffer.from('1') },
      0,
    );
    const second = await createDriver(countingTopology('counting-2', 1), { topics: first.topics });
    pipe(second, 'bob', 'law:6');
    await second.commit();
    const changes = second.read(sumTopic).map(({ key, value }) => [key, value?.toString() ?? null]);
    expect(changes.toSorted()).toEqual([
      ['ghost', null],
      ['law', '6'],
    ]);
    expect(second.read(latestTopic).map(({ key }) => key)).toEqual(['bob']);
    pipe(second, 'ann', 'it:9');
    await second.commit();
    expect(sums(second)).toEqual({ it: 9, law: 6, hr: 5 });
  });

  test('a rebuild under other rules replaces every number', async () => {
    const first = await createDriver(countingTopology('counting-1'));
    pipe(first, 'ann', 'it:3');
    await first.commit();
    const second = await createDriver(countingTopology('counting-2', -1), { topics: first.topics });
    await second.commit();
    expect(sums(second)).toEqual({ it: -3 });
  });

  test('a rebuild may crash at any point and still publishes the difference once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(account, value), { maxLength: 20, size: 'max' }),
        fc.array(fc.tuple(commitStep, storesAfter), { maxLength: 6 }),
        async (events, crashes) => {
          const first = await createDriver(countingTopology('counting-1'));
          for (const [name, amount] of events) pipe(first, name, amount);
          await first.commit();
          const published = first.topics.all(sumTopic).length;
          const second = await createDriver(countingTopology('counting-2'), { topics: first.topics });
          for (const [after, stores] of crashes) await second.crash(after, stores);
          await second.commit();
          expect(second.topics.all(sumTopic)).toHaveLength(published);
          expect(sums(second)).toEqual(Object.fromEntries(expectedSums(events)));
        },
      ),
    );
  });
});
