import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withAdmin } from '#lib/kafka/client.ts';
import { fencingProducer, TransactionLost } from '#lib/kafka/producer.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { type CommitStep, commitTask } from './commit.ts';
import { changelogOf, transactionalId } from './environment.ts';
import { type OpenTask, openTask } from './openTask.ts';
import { wipeReason } from './restore.ts';
import { eventTopic, latestTopic } from './testing/counting.ts';
import { type LiveKafka, liveKafka } from './testing/liveKafka.ts';
import { liveTask } from './testing/liveTask.ts';

let live: LiveKafka;

beforeAll(async () => {
  live = await liveKafka();
}, 120_000);

afterAll(() => live?.stop(), 60_000);

const event = (offset: number, key: string, value: string | null): KafkaRecord => ({
  topic: eventTopic,
  partition: 0,
  offset: BigInt(offset),
  timestamp: 1_700_000_000_000,
  key,
  value: value === null ? null : Buffer.from(value),
  headers: {},
});

const quiet = () => undefined;
const accountsOf = ({ store }: OpenTask) =>
  Object.fromEntries(
    [...store.range('accounts/')].map(([key, value]) => [key.slice('accounts/'.length), String(value)]),
  );

/** A commit whose task dies right after a step. */
async function dieAfter(step: CommitStep, task: OpenTask): Promise<void> {
  const dying = commitTask(task, {
    after: (at) => {
      if (at === step) throw new Error('crash');
    },
  });
  await expect(dying).rejects.toThrow('crash');
}

async function crashAfter(step: CommitStep, application: string) {
  await live.makeTopics(1);
  const { on, close } = await liveTask(live, application);
  const task = await openTask(on('here'), quiet);
  task.core.process(event(0, 'ann', 'it:1'));
  await commitTask(task);
  task.core.process(event(1, 'ann', 'it:2'));
  task.core.process(event(2, 'bob', 'it:3'));
  await dieAfter(step, task);
  await task.close();
  const heir = await openTask(on('here'), quiet);
  const published = (await live.readAll(latestTopic)).map(({ key, value }) => `${key}=${value}`);
  const found = { accounts: accountsOf(heir), position: heir.core.position(eventTopic), published };
  await heir.close();
  await close();
  return found;
}

describe('a crash', () => {
  test.each([1, 2] as const)('after step %i of a commit: it never happened', async (step) => {
    expect(await crashAfter(step, `step-${step}`)).toEqual({
      accounts: { ann: 'it:1' },
      position: 1n,
      published: ['ann=it:1'],
    });
  });

  test.each([3, 4] as const)('after step %i of a commit: all of it happened', async (step) => {
    expect(await crashAfter(step, `step-${step}`)).toEqual({
      accounts: { ann: 'it:2', bob: 'it:3' },
      position: 3n,
      published: ['ann=it:1', 'ann=it:2', 'bob=it:3'],
    });
  });
});

describe('a zombie', () => {
  test('it cannot commit once another process has taken its task over, and nothing counts twice', async () => {
    await live.makeTopics(1);
    const { on, close } = await liveTask(live, 'zombie-1');
    const zombie = await openTask(on('here'), quiet);
    zombie.core.process(event(0, 'ann', 'it:1'));
    const heir = await openTask(on('there'), quiet);
    await expect(commitTask(zombie)).rejects.toThrow(TransactionLost);
    expect(accountsOf(zombie)).toEqual({});
    heir.core.process(event(0, 'ann', 'it:1'));
    await commitTask(heir);
    expect((await live.readAll(latestTopic)).map(({ key }) => key)).toEqual(['ann']);
    await Promise.all([zombie.close(), heir.close()]);
    await close();
  });

  test('a commit in which the predecessor died is finished before the heir reads', async () => {
    await live.makeTopics(1);
    const { on, close } = await liveTask(live, 'zombie-2');
    const task = await openTask(on('here'), quiet);
    task.core.process(event(0, 'ann', 'it:1'));
    await dieAfter(3, task);
    const heir = await openTask(on('there'), quiet);
    expect(accountsOf(heir)).toEqual({ ann: 'it:1' });
    await Promise.all([task.close(), heir.close()]);
    await close();
  });
});

describe('restoring', () => {
  test('a compacted changelog with tombstones and aborted transactions gives the same store', async () => {
    await live.makeTopics(1);
    const { on, close } = await liveTask(live, 'restore-1');
    const task = await openTask(on('here'), quiet);
    for (let round = 0; round < 30; round++) {
      for (let account = 0; account < 20; account++)
        task.core.process(
          event(round * 20 + account, `a${account}`, round === 29 && account < 5 ? null : `it:${round}`),
        );
      await commitTask(task);
    }
    task.core.process(event(600, 'a9', 'it:999'));
    await dieAfter(1, task);
    await task.close();
    const here = await openTask(on('here'), quiet);
    const accounts = accountsOf(here);
    await here.close();
    await compact(changelogOf(task.place));
    const elsewhere = await openTask(on('there'), quiet);
    expect(accountsOf(elsewhere)).toEqual(accounts);
    expect(Object.keys(accountsOf(elsewhere))).toHaveLength(15);
    expect(elsewhere.core.position(eventTopic)).toBe(600n);
    await elsewhere.close();
    await close();
  }, 90_000);

  /** Has the broker compact a changelog, tombstones included, and waits until it has. */
  async function compact(topic: string): Promise<void> {
    const settings = {
      'cleanup.policy': 'compact',
      'segment.ms': '200',
      'max.compaction.lag.ms': '1',
      'min.cleanable.dirty.ratio': '0.01',
      'delete.retention.ms': '0',
    };
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    await withAdmin(live.kafka, (admin) =>
      admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries }] }),
    );
    const before = (await live.readAll(topic)).length;
    for (const end = Date.now() + 60_000; (await live.readAll(topic)).length > before / 3; ) {
      if (Date.now() > end) throw new Error(`${topic} was not compacted`);
      // A segment is closed by a record that comes after its time; a transaction without effect on the store.
      const producer = await fencingProducer(live.kafka, 'roller');
      await producer.transaction((open) => open.send([{ topic, partition: 0, key: '!roll', value: null }]));
      await producer.close();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  test('a store that belongs to another cluster, or is too old to know what was deleted, is read anew', () => {
    const day = 86_400_000;
    const at = (now: number) => ({ cluster: 'mine', clock: { now: () => now } });
    const position = { cluster: 'mine', offset: 5n, writtenAt: 0 };
    expect(wipeReason(undefined, at(0))).toBeNull();
    expect(wipeReason(position, at(day / 2))).toBeNull();
    expect(wipeReason(position, at(day / 2 + 1))).toMatch(/so old/);
    expect(wipeReason({ ...position, cluster: 'theirs' }, at(0))).toMatch(/another Kafka cluster/);
  });

  test('a store ahead of its changelog, which was made anew, is emptied', async () => {
    await live.makeTopics(1);
    const { on, close } = await liveTask(live, 'restore-2');
    const task = await openTask(on('here'), quiet);
    task.core.process(event(0, 'ann', 'it:1'));
    await commitTask(task);
    const { position } = task.store;
    task.store.write([['accounts/ghost', Buffer.from('it:9')]], {
      cluster: task.place.environment.broker.cluster,
      offset: (position?.offset ?? 0n) + 1_000n,
      writtenAt: Date.now(),
    });
    await task.close();
    const again = await openTask(on('here'), quiet);
    expect(accountsOf(again)).toEqual({ ann: 'it:1' });
    await again.close();
    await close();
  });

  test('its transactional id names application, subtopology and partition', async () => {
    const { on, close } = await liveTask(live, 'x-1');
    expect(transactionalId(on('here'))).toBe('x-1-accounts-0');
    await close();
  });
});
