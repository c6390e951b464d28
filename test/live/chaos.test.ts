import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { company } from '#test/simulate/company.ts';
import { personEvents } from '#test/simulate/people.ts';
import { randomOf } from '#test/simulate/random.ts';
import { CompanyTraffic } from '#test/simulate/traffic.ts';
import { type LiveLine, liveLine } from './liveLine.ts';

jest.setTimeout(300_000);

/** Every process that can die, in a seeded order. CHAOS_SEED chooses another. */
const seed = process.env.CHAOS_SEED ?? 'monday';
const victims = [
  'ingress',
  'streams',
  'sinks',
  'kafka',
  'clickhouse',
  'registry',
  'streams',
  'kafka',
  'ingress',
  'sinks',
];
const eventsPerSecond = 200;

let live: LiveLine;

beforeAll(async () => {
  live = await liveLine();
}, 180_000);
afterAll(() => live?.stop(), 60_000);

/** Publishes at a steady rate until told to stop; resolves to how many. */
function keepPublishing(): { stop(): Promise<number> } {
  const people = company(`chaos ${seed}`, 120, '2025-01-01');
  const traffic = new CompanyTraffic(people, seed);
  const stopping = new AbortController();
  async function run(): Promise<number> {
    const known = people.people.flatMap((person) => [...personEvents(people, person)]);
    await live.publish(known.filter(({ time }) => time <= Date.now()));
    const started = performance.now();
    let sent = 0;
    while (!stopping.signal.aborted) {
      const due = Math.floor(((performance.now() - started) / 1000) * eventsPerSecond) - sent;
      await live.publish(Array.from({ length: due }, () => traffic.next(Date.now())));
      sent += due;
      await wait(25);
    }
    return sent;
  }
  const running = run();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}

describe('kill -9 in the middle of a load', () => {
  test('of every role, of Kafka, of ClickHouse and of the registry: nothing is lost, nothing is counted twice', async () => {
    const random = randomOf(seed, 'moments');
    const publishing = keepPublishing();
    for (const victim of victims) {
      await wait(random.int(300, 2_500));
      await live.line.kill(victim);
      await live.line.serving(victim);
    }
    const sent = await publishing.stop();
    expect(sent).toBeGreaterThan(1_000);
    await live.equalsOracle(120_000);

    const published = new Set(live.published.map(({ eventId }) => eventId));
    const stored = await live.query<{ id: string }>('SELECT toString(event_id) AS id FROM events FINAL');
    const seen = new Set(stored.map(({ id }) => id));
    expect({
      lost: [...published].filter((id) => !seen.has(id)),
      unexpected: [...seen].filter((id) => !published.has(id)),
    }).toEqual({
      lost: [],
      unexpected: [],
    });
    expect(stored.length).toBe(seen.size);
  });

  test('and a process that hangs and wakes up again writes nothing over its successor', async () => {
    const publishing = keepPublishing();
    await wait(1_000);
    live.line.signal('streams', 'SIGSTOP');
    await wait(3_000);
    live.line.signal('streams', 'SIGCONT');
    await wait(1_000);
    await publishing.stop();
    await live.equalsOracle(120_000);
  });
});
