import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import { silentLog } from '#lib/log.ts';
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
const sumsBecome = async (expected: Record<string, number>) => {
  try {
    await until(async () => JSON.stringify(sorted(await sums())) === JSON.stringify(sorted(expected)), 'the sums');
  } catch {
    expect(await sums()).toEqual(expected);
  }
};
const sorted = (object: Record<string, number>) => Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1));

function run(application: string, stateDir = join(live.dir, 'state')) {
  const part = runStreams(countingTopology(application), { brokers: live.brokers, stateDir, log: silentLog });
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

  test('it waits for topics that are not there yet, and says which', async () => {
    await live.makeTopics(1);
    const early = runStreams(
      {
        ...countingTopology('c-1'),
        subtopologies: countingTopology('c-1').subtopologies.map((it) => ({ ...it, sources: ['later'] })),
      },
      { brokers: live.brokers, stateDir: join(live.dir, 'state'), log: silentLog },
    );
    await until(() => early.ready() === 'waits for the topics later', `${early.ready()}`);
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

describe('kill -9', () => {
  const accounts = 200;
  const randomEvents = (count: number): Event[] =>
    Array.from({ length: count }, () => [
      `account-${Math.floor(Math.random() * accounts)}`,
      Math.random() < 0.05 ? null : `group-${Math.floor(Math.random() * 7)}:${Math.floor(Math.random() * 100)}`,
    ]);

  const start = (application: string): ChildProcess =>
    spawn(
      process.execPath,
      [
        join(import.meta.dirname, 'testing/countingProcess.ts'),
        live.brokers[0] ?? '',
        join(live.dir, 'killed'),
        application,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, LOG_LEVEL: 'silent' } },
    );

  test('killed at random moments under load: nothing lost, nothing double', async () => {
    await live.makeTopics(4);
    const events: Event[] = [];
    let child = start('k-1');
    for (let kill = 0; kill < 6; kill++) {
      const end = Date.now() + 1_500 + Math.random() * 2_500;
      while (Date.now() < end) {
        const more = randomEvents(300);
        await publish(more);
        for (const event of more) events.push(event);
      }
      child.kill('SIGKILL');
      await once(child, 'exit');
      child = start('k-1');
    }
    await sumsBecome(Object.fromEntries(expectedSums(events)));
    child.kill('SIGTERM');
    await once(child, 'exit');
    const states = await live.latest(latestTopic);
    const final = new Map(events);
    for (const [account, value] of final) expect(states.get(account)?.toString() ?? null).toBe(value);
  }, 120_000);
});
