import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AnyEvent } from '#schemas/event.ts';
import { happened, redacted } from '#test/pipeline/events.ts';
import { kyiv } from '#test/pipeline/lineUnderTest.ts';
import { type Database, database, type Statement } from '../clickhouse.ts';
import { eventRow } from '../testing/events.ts';
import { type Fixture, startFixture } from '../testing/fixture.ts';
import { selectionFor } from './events.ts';
import { TotalsCache } from './totalsCache.ts';

const always = { from: null, to: null };
const leave = selectionFor('request', always);

let fixture: Fixture;
let tables: Database;
let kept: TotalsCache;
const asked: Statement[] = [];

/** Counts how often events are read. */
const counting = (to: Database): Database => ({
  ...to,
  rows: (statement) => {
    if (statement.sql.includes('payload')) asked.push(statement);
    return to.rows(statement);
  },
});

let offset = 0;
const insert = (...events: readonly AnyEvent[]) =>
  fixture.insert(
    'events',
    events.map((event) => eventRow(event, ++offset)),
  );

const submitted = (employeeId: string, requestId: string, more: object = {}) =>
  happened('vacation.request.submitted', '2026-03-02T10:00:00Z', {
    employeeId,
    requestId,
    leaveType: 'annual',
    from: '2026-04-06',
    to: '2026-04-07',
    ...more,
  });

beforeAll(async () => {
  fixture = await startFixture();
  await fixture.createTables();
  tables = database(fixture.part.url);
  kept = new TotalsCache(counting(tables), kyiv);
}, 60_000);
afterAll(async () => {
  await tables?.close();
  await fixture?.stop();
});

async function requests(...ids: readonly string[]): Promise<number> {
  const sums = (await kept.of(leave, ids)).of('requests_by_status');
  return [...sums.values()].reduce((before, { measures }) => before + (measures[0] ?? 0), 0);
}

test('ten panels at the same time read the events once, and once more when one has come', async () => {
  await insert(submitted('a', 'a1'), submitted('b', 'b1'));
  asked.length = 0;
  expect(await Promise.all(Array.from({ length: 10 }, () => requests('a', 'b')))).toEqual(Array(10).fill(2));
  expect(await requests('b', 'a')).toBe(2);
  expect(asked).toHaveLength(1);
  await insert(submitted('a', 'a2'));
  expect(await requests('a', 'b')).toBe(3);
  expect(asked).toHaveLength(2);
});

test('copies and redacted copies, merged or not, count once', async () => {
  const event = submitted('c', 'c1', { comment: 'to the sea' });
  await insert(event, event, redacted(event));
  await insert(event);
  expect(await requests('c')).toBe(1);
});

test('people whose ids need more than one parameter are found all', async () => {
  const ids = Array.from({ length: 5_000 }, (_, n) => `person-with-a-long-id-${n}`);
  await insert(...ids.filter((_, n) => n % 1_000 === 0).map((id) => submitted(id, `of ${id}`)));
  expect(await requests(...ids)).toBe(5);
});

test('logins are read for the days that are asked for', async () => {
  const login = (at: string) => happened('auth.login.failed', at, { employeeId: 'd', reason: 'bad_password' });
  await insert(login('2026-03-01T21:59:00Z'), login('2026-03-02T12:00:00Z'), login('2026-06-01T12:00:00Z'));
  const day = { from: '2026-03-02', to: '2026-03-02' };
  const failures = async (days: typeof day | typeof always) =>
    [...(await kept.of(selectionFor('login', days), ['d'])).of('failed_logins').keys()].sort();
  expect(await failures(day)).toEqual(['2026-03-01/bad_password', '2026-03-02/bad_password']);
  expect(await failures(always)).toHaveLength(3);
});

test('a selection that failed is tried again', async () => {
  const broken = new TotalsCache({ ...tables, rows: failingOnce(tables) }, kyiv);
  await expect(broken.of(leave, ['a'])).rejects.toThrow('away');
  expect((await broken.of(leave, ['a'])).of('requests_by_status').size).toBe(1);
});

function failingOnce(to: Database): Database['rows'] {
  let left = 1;
  return (statement) => {
    if (!statement.sql.includes('payload') || left-- <= 0) return to.rows(statement);
    return Promise.reject(new Error('away'));
  };
}
