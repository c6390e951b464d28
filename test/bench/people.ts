// How long figures of some people take: `node test/bench/people.ts [people of the company]`, with a ClickHouse of its
// own.
import { database } from '#api/clickhouse.ts';
import { selectionFor } from '#api/people/events.ts';
import { TotalsCache } from '#api/people/totalsCache.ts';
import { eventRow } from '#api/testing/events.ts';
import { startFixture } from '#api/testing/fixture.ts';
import { addDays, localDate } from '#lib/dates.ts';
import { kyiv } from '#test/pipeline/lineUnderTest.ts';
import { company } from '#test/simulate/company.ts';
import { historyStart, personHistory } from '#test/simulate/history.ts';
import { asAnyEvent } from '#test/simulate/published.ts';

const size = Number(process.argv[2] ?? 5_000);
const now = Date.now();
const today = localDate(now, kyiv.zone);
const people = company('bench', size, historyStart(now));
const say = (line: string) => process.stdout.write(`${line}\n`);

const fixture = await startFixture();
await fixture.createTables();
let count = 0;
let batch: ReturnType<typeof eventRow>[] = [];
for (const person of people.people) {
  for (const event of personHistory(people, person, now))
    if (event.time <= now) batch.push(eventRow(asAnyEvent(event), ++count));
  if (batch.length < 50_000 && person !== people.people.at(-1)) continue;
  await fixture.insert('events', batch);
  batch = [];
}
say(`${size} people, ${count} events`);

const tables = database(fixture.part.url);
const readings = {
  leave: selectionFor('request', { from: null, to: null }),
  'logins of two days': selectionFor('login', { from: addDays(today, -1), to: today }),
  'logins of 30 days': selectionFor('login', { from: addDays(today, -30), to: today }),
  'all logins': selectionFor('login', { from: null, to: null }),
};

async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  say(`  ${name}: ${Math.round(performance.now() - started)} ms`);
}

const ids = people.people.map(({ id }) => id);
for (const some of [1, 50, 500, 5_000].filter((n) => n <= size)) {
  say(`${some} people`);
  const kept = new TotalsCache(tables, kyiv);
  for (const [name, reading] of Object.entries(readings)) {
    await timed(name, () => kept.of(reading, ids.slice(0, some)));
    if (name === 'leave') await timed('leave again', () => kept.of(reading, ids.slice(0, some)));
  }
}
await tables.close();
await fixture.stop();
