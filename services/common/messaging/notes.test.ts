import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { narrow } from '../database/database.ts';
import { migrate } from '../database/migrations.ts';
import type { CommonTables } from '../database/tables.ts';
import { databases, rowsOf, type TestDatabase, takeBack, testDatabase } from '../testing/databases.ts';
import { type Noted, note } from './notes.ts';

const handledAt = Date.UTC(2026, 10, 1);
const one: Noted = { id: 'e1', mark: 'a', source: '/a', time: handledAt - 1_000, timed: true };

describe.each(databases)('what an inbox on %s notes of events', (kind) => {
  let database: TestDatabase<object>;
  beforeEach(async () => {
    database = await testDatabase(kind);
  });
  afterEach(() => database.drop());

  const noted = (event: Partial<Noted> = {}, consumer = 'x') =>
    database.transaction((trx) => note(narrow<CommonTables>(trx), consumer, { ...one, ...event }));

  test('a copy is known, everything else is not', async () => {
    expect(await noted()).toBe('new');
    expect(await noted()).toBe('known');
    expect(await noted({}, 'y')).toBe('new');
    expect(await noted({ id: 'e2' })).toBe('new');
    expect(await noted({ mark: 'b', source: '/b' })).toBe('new');
    expect(await noted({ mark: 'c' })).toBe('reused');
    expect(await noted({ mark: 'c' })).toBe('known');
  });

  test('what is not committed is not known', async () => {
    const failed = database.transaction(async (trx) => {
      await note(narrow<CommonTables>(trx), 'x', one);
      throw new Error('taken back');
    });
    await expect(failed).rejects.toThrow('taken back');
    expect(await noted()).toBe('new');
  });

  test('of two processes that note one event at once, one handles it', async () => {
    const both = await Promise.all(Array.from({ length: 8 }, () => noted()));
    expect(both.filter((novelty) => novelty === 'new')).toHaveLength(1);
  });

  describe('of which an earlier version knew the ids alone', () => {
    beforeEach(async () => {
      await takeBack(database, [], 'common_0002_marks');
      for (const id of ['e1', 'e2', 'e3'])
        await sql`insert into inbox (consumer, event_id, handled_at) values ('x', ${id}, ${handledAt})`.execute(
          database.db,
        );
      const row = sql`'o1', 'a', 'b', 'user.updated', '{}', '{}', 1, null`;
      await sql`insert into outbox (event_id, aggregate_type, aggregate_id, type, payload, headers, created_at, published_at)
        values (${row})`.execute(database.db);
      await migrate(database, []);
    });

    test('it keeps every note, and what waits in the outbox', async () => {
      const rows = JSON.stringify(await rowsOf(database, ['inbox', 'outbox']));
      for (const id of ['e1', 'e2', 'e3', 'o1']) expect(rows).toContain(id);
      // A crash between the step and its note makes it run again.
      await sql`delete from migrations where name = 'common_0002_marks'`.execute(database.db);
      await migrate(database, []);
      expect(JSON.stringify(await rowsOf(database, ['inbox', 'outbox']))).toBe(rows);
    });

    test('the first event of such an id is a copy, and from then on its mark says what is one', async () => {
      expect(await noted()).toBe('known');
      expect(await noted()).toBe('known');
      expect(await noted({ mark: 'b' })).toBe('reused');
    });

    test('an event that happened after such a note is none of its copies, however late its copy comes', async () => {
      expect(await noted({ mark: 'b', time: handledAt + 6 * 60_000 })).toBe('reused');
      expect(await noted()).toBe('known');
    });

    test('an event without a time of its own may be one at any time', async () => {
      expect(await noted({ time: handledAt + 6 * 60_000, timed: false })).toBe('known');
    });

    test('of several events at once, one is the copy', async () => {
      const marks = ['a', 'b', 'c', 'd'];
      const all = await Promise.all(marks.map((mark) => noted({ id: 'e2', mark })));
      expect(all.filter((novelty) => novelty === 'known')).toHaveLength(1);
    });

    test('who knows no mark of an event, as a history that is read in, finds it by its id', async () => {
      expect([await noted({ mark: '' }), await noted({ id: 'e9', mark: '' })]).toEqual(['known', 'new']);
      expect(await noted({ id: 'e9' })).toBe('known');
    });
  });
});
