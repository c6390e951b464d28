import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { topicBounds } from '#lib/kafka/partitionReader.ts';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import { silentLog } from '#lib/log.ts';
import { createDriver } from './driver.ts';
import { runStreams } from './runtime.ts';
import { countingTopology, eventTopic, expectedSums, latestTopic, readSums, sumTopic } from './testing/counting.ts';
import { type LiveKafka, liveKafka } from './testing/liveKafka.ts';

let live: LiveKafka;

beforeAll(async () => {
  live = await liveKafka();
}, 120_000);

afterAll(() => live?.stop(), 60_000);

type Event = readonly [account: string, value: string | null];

async function publish(events: readonly Event[]): Promise<void> {
  const producer = idempotentProducer(live.kafka);
  await producer.connect();
  const messages = events.map(([key, value]) => ({ key, value: value === null ? null : Buffer.from(value) }));
  await producer.send({ topic: eventTopic, messages });
  await producer.disconnect();
}

async function until(condition: () => Promise<boolean> | boolean, what: string, deadlineMs = 40_000): Promise<void> {
  for (const end = Date.now() + deadlineMs; !(await condition()); ) {
    if (Date.now() > end) throw new Error(`In vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const sums = async () => Object.fromEntries(readSums(await live.latest(sumTopic)));
async function sumsBecome(expected: Record<string, number>) {
  try {
    await until(async () => JSON.stringify(sorted(await sums())) === JSON.stringify(sorted(expected)), 'the sums');
  } catch {
    expect(await sums()).toEqual(expected);
  }
}
const sorted = (object: Record<string, number>) => Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1));

function run(application: string, stateDir = join(live.dir, 'state')) {
  const options = { brokers: live.brokers, stateDir, log: silentLog, metricPrefix: 'counting', purgeIntervalMs: 500 };
  const part = runStreams(countingTopology(application), options);
  return { part, ready: () => until(() => part.ready() === null, `ready: ${part.ready()}`) };
}

describe('the runtime', () => {
  test('events flow through two subtopologies, survive a restart, and the second start reads only the tail', async () => {
    await live.makeTopics(4);
    const first = run('a-1');
    await first.ready();
    await publish([
      ['ann', 'it:3'],
      ['bob', 'law:4'],
      ['eve', 'it:5'],
    ]);
    await sumsBecome({ it: 8, law: 4 });
    await first.part.stop();
    await publish([['ann', 'law:1']]);
    const second = run('a-1');
    await sumsBecome({ it: 5, law: 5 });
    await second.part.stop();
  }, 60_000);

  test('a store that is lost is restored from the changelog', async () => {
    await live.makeTopics(2);
    const first = run('b-1');
    await first.ready();
    await publish([
      ['ann', 'it:3'],
      ['bob', 'law:4'],
      ['bob', null],
    ]);
    await sumsBecome({ it: 3 });
    await first.part.stop();
    const second = run('b-1', join(live.dir, 'elsewhere'));
    await publish([
      ['ann', 'it:4'],
      ['bob', 'it:1'],
    ]);
    await sumsBecome({ it: 5 });
    await second.part.stop();
  }, 60_000);

  test('what every reader has processed vanishes from a repartition topic', async () => {
    await live.makeTopics(1);
    const running = run('p-1');
    await running.ready();
    await publish([['ann', 'it:3']]);
    await sumsBecome({ it: 3 });
    const low = async () => (await topicBounds(live.kafka, 'p-1-deltas-repartition')).get(0)?.low ?? 0n;
    await until(async () => (await low()) > 0n, 'the purge');
    await publish([['ann', 'it:4']]);
    await sumsBecome({ it: 4 });
    await running.part.stop();
  }, 60_000);

  test('it waits for topics that are not there yet, and says which', async () => {
    await live.makeTopics(1);
    const early = runStreams(
      {
        ...countingTopology('c-1'),
        subtopologies: countingTopology('c-1').subtopologies.map((it) => ({ ...it, sources: ['later'] })),
      },
      { brokers: live.brokers, stateDir: join(live.dir, 'state'), log: silentLog, metricPrefix: 'counting' },
    );
    await until(() => early.ready() === 'waits for Kafka: the topics later are missing', `${early.ready()}`);
    await early.stop();
  }, 30_000);

  test('a member that joins takes half of the tasks, and nothing is lost or doubled', async () => {
    await live.makeTopics(4);
    const one = run('d-1', join(live.dir, 'one'));
    await one.ready();
    await publish([
      ['ann', 'it:3'],
      ['bob', 'law:4'],
      ['eve', 'it:5'],
    ]);
    await sumsBecome({ it: 8, law: 4 });
    const two = run('d-1', join(live.dir, 'two'));
    await two.ready();
    await publish([
      ['ann', 'law:1'],
      ['joe', 'it:9'],
      ['sue', 'law:2'],
    ]);
    await sumsBecome({ it: 14, law: 7 });
    await one.part.stop();
    await publish([['joe', 'it:1']]);
    await sumsBecome({ it: 6, law: 7 });
    await two.part.stop();
  }, 90_000);

  test('a next generation rebuilds in silence and publishes only what differs', async () => {
    await live.makeTopics(2);
    const first = run('e-1');
    await first.ready();
    await publish([
      ['ann', 'it:3'],
      ['bob', 'law:4'],
    ]);
    await sumsBecome({ it: 3, law: 4 });
    await first.part.stop();
    await publish([['bob', 'law:6']]);
    const published = (await live.readAll(sumTopic)).length;
    const second = run('e-2');
    await sumsBecome({ it: 3, law: 6 });
    expect((await live.readAll(sumTopic)).slice(published).length).toBe(1);
    expect((await live.readAll(latestTopic)).filter(({ key }) => key === 'ann')).toHaveLength(1);
    await publish([['ann', 'it:9']]);
    await sumsBecome({ it: 9, law: 6 });
    await second.part.stop();
  }, 60_000);
});

const accounts = 200;
const randomEvents = (count: number): Event[] =>
  Array.from({ length: count }, () => [
    `account-${Math.floor(Math.random() * accounts)}`,
    Math.random() < 0.05 ? null : `group-${Math.floor(Math.random() * 7)}:${Math.floor(Math.random() * 100)}`,
  ]);

test('the runtime publishes what the test driver publishes', async () => {
  await live.makeTopics(4);
  const events = randomEvents(3_000);
  const driver = await createDriver(countingTopology('f-1'), { partitions: 4 });
  const running = run('f-1');
  for (let at = 0; at < events.length; at += 250) {
    const some = events.slice(at, at + 250);
    for (const [key, value] of some) driver.pipe(eventTopic, key, value === null ? null : Buffer.from(value));
    await driver.commit();
    await publish(some);
  }
  await sumsBecome(Object.fromEntries(readSums(driver.latest(sumTopic))));
  const states = [...(await live.latest(latestTopic))].map(([key, value]) => [key, String(value)]);
  const expected = [...driver.latest(latestTopic)].map(([key, value]) => [key, String(value)]);
  expect(Object.fromEntries(states)).toEqual(Object.fromEntries(expected));
  await running.part.stop();
}, 60_000);

describe('under load', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  function start(application: string, machine = 'one'): ChildProcess {
    const child = spawn(
      process.execPath,
      [
        join(import.meta.dirname, 'testing/countingProcess.ts'),
        live.brokers[0] ?? '',
        join(live.dir, 'processes', machine),
        application,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, LOG_LEVEL: 'silent' } },
    );
    children.push(child);
    return child;
  }

  async function end(child: ChildProcess, signal: NodeJS.Signals) {
    child.kill(signal);
    await once(child, 'exit');
  }

  /** Publishes for a while, and remembers what. */
  async function load(events: Event[], ms: number): Promise<void> {
    for (const until = Date.now() + ms; Date.now() < until; ) {
      const more = randomEvents(300);
      await publish(more);
      for (const event of more) events.push(event);
    }
  }

  async function expectExact(events: readonly Event[]): Promise<void> {
    await sumsBecome(Object.fromEntries(expectedSums(events)));
    const states = await live.latest(latestTopic);
    for (const [account, value] of new Map(events)) expect(states.get(account)?.toString() ?? null).toBe(value);
  }

  test('kill -9 at random moments: nothing lost, nothing double', async () => {
    await live.makeTopics(4);
    const events: Event[] = [];
    let child = start('k-1');
    for (let kill = 0; kill < 6; kill++) {
      await load(events, 1_000 + Math.random() * 2_000);
      await end(child, 'SIGKILL');
      child = start('k-1');
    }
    await expectExact(events);
    await end(child, 'SIGTERM');
  }, 120_000);

  test('a process that is stopped, replaced and wakes up as a zombie: nothing lost, nothing double', async () => {
    await live.makeTopics(4);
    const events: Event[] = [];
    const sleeper = start('z-1', 'one');
    await load(events, 2_000);
    const other = start('z-1', 'two');
    await load(events, 2_000);
    sleeper.kill('SIGSTOP');
    await load(events, 14_000);
    sleeper.kill('SIGCONT');
    await load(events, 2_000);
    await expectExact(events);
    await Promise.all([end(sleeper, 'SIGTERM'), end(other, 'SIGTERM')]);
  }, 120_000);

  test('kill -9 of the broker: it goes on when the broker is back, nothing lost, nothing double', async () => {
    await live.makeTopics(4);
    const events: Event[] = [];
    const child = start('x-1');
    for (let kill = 0; kill < 2; kill++) {
      await load(events, 2_500);
      await live.killAndRestart();
    }
    await load(events, 1_000);
    await expectExact(events);
    await end(child, 'SIGTERM');
  }, 180_000);
});
