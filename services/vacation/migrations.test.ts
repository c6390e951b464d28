import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { migrate } from '../common/database/migrations.ts';
import { heardOf } from '../common/people/replica.ts';
import { databases, type TestDatabase, testDatabase } from '../common/testing/databases.ts';
import { migrations } from './migrations.ts';
import type { VacationTables } from './tables.ts';

interface Before {
  people_events: { event_id: string; employee_id: string; occurred_at: number; data: string };
  erased: { employee_id: string; erased_at: number };
}

const registered = (eventId: string, employeeId: string) => ({
  type: 'user.registered',
  eventId,
  occurredAt: 1,
  redacted: false,
  employeeId,
  firstName: null,
});

describe.each(databases)('the tables of an earlier version on %s', (kind) => {
  let database: TestDatabase<VacationTables>;
  beforeEach(async () => {
    database = await testDatabase<VacationTables>(kind, migrations.slice(0, 2));
  });
  afterEach(() => database.drop());

  test('hand over what was heard of people, and who was erased', async () => {
    const before = database.db as unknown as Kysely<Before>;
    for (const event of [registered('e1', '7'), registered('e2', '7'), registered('e3', '8')]) {
      const row = { event_id: event.eventId, employee_id: event.employeeId, occurred_at: 1 };
      await before
        .insertInto('people_events')
        .values({ ...row, data: JSON.stringify(event) })
        .execute();
    }
    await before.insertInto('erased').values({ employee_id: '8', erased_at: 2 }).execute();
    await migrate(database, migrations);
    const { story, erased } = await heardOf(database.db, '7');
    expect([story.map(({ eventId }) => eventId), erased]).toEqual([['e1', 'e2'], false]);
    expect(await heardOf(database.db, '8')).toMatchObject({ story: [{ eventId: 'e3' }], erased: true });
  });
});
