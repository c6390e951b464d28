import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '#domain/canonical.ts';
import { foldProfile, isPersonEvent } from '#domain/person.ts';
import { migration } from '../database/migration.ts';
import { migrate } from '../database/migrations.ts';
import { createTables } from '../database/repeatable.ts';
import { table } from '../database/table.ts';
import { databases, rowsOf, type TestDatabase, testDatabase } from '../testing/databases.ts';
import { firstDeparted, firstPeopleColumns, replicaMigrations } from './migrations.ts';
import { hear, type ReplicaEvent } from './replica.ts';
import type { ReplicaTables } from './tables.ts';
import { hasLeft } from './tree.ts';

const first = [
  migration('test_0001_people', createTables(table('people', firstPeopleColumns))),
  migration('test_0002_departed', createTables(firstDeparted)),
];
const migrations = [...first, ...replicaMigrations(['test_0003_event_sets', 'test_0004_people'], 'departed')];

let ids = 0;
const told = (type: ReplicaEvent['type'], occurredAt: number, data: object = {}): ReplicaEvent =>
  ({
    type,
    eventId: `e${++ids}`,
    occurredAt,
    redacted: false,
    employeeId: '7',
    email: null,
    firstName: null,
    lastName: null,
    locale: null,
    managerId: null,
    region: null,
    hiredOn: null,
    lastDay: null,
    ...data,
  }) as unknown as ReplicaEvent;

const olena = { email: 'olena@company.example', firstName: 'Олена', lastName: 'Коваль' };
const registered = (at: number, data: object = olena) => told('user.registered', at, data);
const updated = (at: number, data: object = olena) => told('user.updated', at, data);
const left = (at: number) => told('user.deactivated', at);
const erased = (at: number) => told('user.erasure_requested', at);

describe.each(databases)('the replica of people on %s', (kind) => {
  let database: TestDatabase<ReplicaTables>;
  beforeEach(async () => {
    database = await testDatabase<ReplicaTables>(kind, migrations);
  });
  afterEach(() => database.drop());

  const hears = async (...events: readonly ReplicaEvent[]) => {
    for (const event of events) await database.transaction((trx) => hear(trx, event, { first: { bounced: null } }));
  };
  const person = (employeeId = '7') =>
    database.db.selectFrom('people').selectAll().where('employee_id', '=', employeeId).executeTakeFirst();

  test('knows that somebody has left whom a newer profile was told of, in whatever order it came', async () => {
    await hears(registered(1), updated(20), left(10));
    expect(await person()).toMatchObject({ active: 0, email: olena.email });
    await hears(updated(30));
    expect(await hasLeft(database.db, '7')).toBe(true);
    await hears(registered(40));
    expect(await hasLeft(database.db, '7')).toBe(false);
  });

  test('knows that somebody has left whom nobody has registered yet, and nothing of who was never told of', async () => {
    await hears(left(10));
    expect(await person()).toMatchObject({ known: 0, active: 0 });
    expect([await hasLeft(database.db, '7'), await hasLeft(database.db, '8')]).toEqual([true, false]);
  });

  test('says once that somebody is new: when they are registered', async () => {
    const news: boolean[] = [];
    for (const event of [updated(2), registered(1), registered(3)])
      news.push((await database.transaction((trx) => hear(trx, event, { first: { bounced: null } }))).isNew);
    expect(news).toEqual([false, true, false]);
  });

  test('keeps nothing personal of who was erased, whatever is heard of them before and after', async () => {
    await hears(registered(1), left(10), erased(20), updated(5), updated(30), registered(40));
    expect(await person()).toMatchObject({ email: null, first_name: null, last_name: null, active: 0 });
    expect(JSON.stringify(await rowsOf(database, ['people', 'event_sets']))).not.toMatch(/olena|Олена|Коваль/);
  });

  test('takes events of one id for two where their marks differ', async () => {
    const [update, leaving] = [updated(20), left(30)];
    const eventId = update.eventId;
    await hears(registered(1, {}), { ...update, mark: 'a' }, { ...leaving, eventId, mark: 'b' });
    expect(await person()).toMatchObject({ email: olena.email, active: 0 });
  });

  test('takes over what was known when one time stood for all facts', async () => {
    const earlier = await testDatabase<ReplicaTables>(kind, first);
    const row = { locale: 'uk', bounced: null, told_at: 20 };
    const rows = ['7', '8'].map((employee_id) => ({ ...row, employee_id, email: `p${employee_id}@company.example` }));
    await earlier.db
      .insertInto('people')
      .values(rows.map((one) => ({ ...one, first_name: 'Олена', last_name: null })) as never)
      .execute();
    await earlier.db
      .insertInto('departed' as never)
      .values({ employee_id: '7', left_at: 10 } as never)
      .execute();
    await migrate(earlier, migrations);
    const people = () => earlier.db.selectFrom('people').selectAll().orderBy('employee_id').execute();
    const kept = { known: 1, first_name: 'Олена', manager_id: null };
    expect(await people()).toMatchObject([
      { ...kept, employee_id: '7', active: 0 },
      { ...kept, employee_id: '8', active: 1 },
    ]);
    const before = await people();
    await earlier.transaction((trx) => hear(trx, registered(5)));
    expect(await people()).toEqual(before);
    await earlier.transaction((trx) => hear(trx, updated(30, { ...olena, employeeId: '8' })));
    expect(await people()).toMatchObject([before[0], { employee_id: '8', email: olena.email, active: 1 }]);
    await earlier.drop();
  });
});

const story = fc.array(
  fc.record({
    type: fc.constantFrom('user.registered' as const, 'user.updated' as const, 'user.deactivated' as const),
    at: fc.integer({ min: 1, max: 6 }),
    arrival: fc.nat(),
    firstName: fc.constantFrom('Олена', 'Оля', null),
  }),
  { minLength: 1, maxLength: 6 },
);

test('events of a person, in any order and any number of copies, make the same person as on the line', async () => {
  const database = await testDatabase<ReplicaTables>('sqlite', migrations);
  let people = 0;
  await fc.assert(
    fc.asyncProperty(story, fc.array(fc.nat(5), { maxLength: 4 }), async (drafts, copies) => {
      const employeeId = `p${++people}`;
      const events = drafts.map(({ type, at, firstName }) => told(type, at, { firstName, employeeId }));
      const arrivalOf = (event: ReplicaEvent) => drafts[events.indexOf(event)]?.arrival ?? 0;
      const inOrder = events.toSorted((a, b) => arrivalOf(a) - arrivalOf(b));
      const arriving = [...inOrder, ...copies.flatMap((index) => events[index] ?? [])];
      for (const event of arriving) await database.transaction((trx) => hear(trx, event, { first: { bounced: null } }));
      const { active, firstName, known } = foldProfile(canonical(events.filter(isPersonEvent)));
      const row = database.db.selectFrom('people').selectAll().where('employee_id', '=', employeeId);
      expect(await row.executeTakeFirst()).toMatchObject({
        active: Number(active),
        known: Number(known),
        first_name: firstName,
      });
    }),
    { numRuns: 60 },
  );
  await database.drop();
});
