import { randomUUID } from 'node:crypto';
import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { AnyEvent } from '#schemas/event.ts';
import deactivated from '#schemas/events/user.deactivated.ts';
import registered from '#schemas/events/user.registered.ts';
import updated from '#schemas/events/user.updated.ts';
import type { Columns } from '../database/columns.ts';
import type { Migration } from '../database/migration.ts';
import { addColumn, dropColumn } from '../database/repeatable.ts';
import type { EventSetTables } from './tables.ts';

type Builder<T extends string> = CreateTableBuilder<T, string>;

/** The columns with which services that send mail began; `replicaMigrations` brings them up to date. */
export const firstPeopleColumns = <T extends string>(table: Builder<T>, columns: Columns): Builder<T> =>
  table
    .addColumn('employee_id', columns.key, (column) => column.primaryKey())
    .addColumn('email', columns.text)
    .addColumn('first_name', columns.text)
    .addColumn('last_name', columns.text)
    .addColumn('locale', columns.key)
    .addColumn('bounced', columns.text)
    .addColumn('told_at', columns.instant, (column) => column.notNull());

/** Who has left, as services that send mail began to note it; `replicaMigrations` takes it into the events. */
export const firstDeparted = (name: string): Migration => ({
  name,
  up: (db, columns) =>
    db.schema
      .createTable('departed')
      .ifNotExists()
      .addColumn('employee_id', columns.key, (column) => column.primaryKey())
      .addColumn('left_at', columns.instant, (column) => column.notNull())
      .execute(),
});

export const createEventSets = (db: Kysely<unknown>, columns: Columns): Promise<void> =>
  db.schema
    .createTable('event_sets')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.primaryKey())
    .addColumn('events', columns.json, (column) => column.notNull())
    .execute();

/** What services kept of people before they kept events: one time for all that was told. */
interface Before {
  people: {
    employee_id: string;
    email: string | null;
    first_name: string | null;
    last_name: string | null;
    locale: string | null;
    manager_id?: string | null | undefined;
    active?: number | undefined;
    told_at: number;
  };
  departed: { employee_id: string; left_at: number };
}

/**
 * From one time for all that is known of a person to their events, in two steps: what is known becomes events, then the columns that these
 * replace go. `leavers`: where a service noted who has left.
 */
export const replicaMigrations = (
  [eventsStep, factsStep]: readonly [string, string],
  leavers: 'people' | 'departed',
): readonly Migration[] => [
  {
    name: eventsStep,
    async up(db, columns) {
      await createEventSets(db, columns);
      const before = db as unknown as Kysely<Before>;
      await copyPeople(before, await (leavers === 'people' ? inactive(before) : departed(before)));
    },
  },
  {
    name: factsStep,
    async up(db, columns) {
      await addColumn(db, 'people', { name: 'known', type: columns.flag, value: 1 });
      await dropColumn(db, 'people', 'told_at');
      if (leavers === 'departed') await takeInDeparted(db, columns);
    },
  },
];

async function inactive(db: Kysely<Before>): Promise<[string, number][]> {
  const rows = await db.selectFrom('people').select(['employee_id', 'told_at']).where('active', '=', 0).execute();
  return rows.map(({ employee_id, told_at }) => [employee_id, told_at]);
}

const departed = async (db: Kysely<Before>): Promise<[string, number][]> =>
  (await db.selectFrom('departed').selectAll().execute()).map(({ employee_id, left_at }) => [employee_id, left_at]);

async function copyPeople(db: Kysely<Before>, left: readonly [string, number][]): Promise<void> {
  const leavings = left.map(([employeeId, at]) => eventOf(deactivated.type, employeeId, at, { lastDay: null }));
  const profiles = (await db.selectFrom('people').selectAll().execute()).flatMap(profileEvents);
  await insertSets(db as unknown as Kysely<EventSetTables>, [...profiles, ...leavings]);
}

/** Makes the sets of these events; who has one already keeps it. */
export async function insertSets(db: Kysely<EventSetTables>, events: readonly AnyEvent[]): Promise<void> {
  const rows = await db.selectFrom('event_sets').select('employee_id').execute();
  const done = new Set(rows.map(({ employee_id }) => employee_id));
  for (const [employee_id, set] of Map.groupBy(events, ({ employeeId }) => employeeId ?? ''))
    if (!done.has(employee_id))
      await db
        .insertInto('event_sets')
        .values({ employee_id, events: JSON.stringify(set) })
        .execute();
}

/** A registration before everything else, for the person is known, and the profile with its time, so that nothing older changes it. */
function profileEvents(row: Before['people']): AnyEvent[] {
  const { employee_id: employeeId, email, first_name: firstName, last_name: lastName, locale, told_at } = row;
  const unknown = { region: null, department: null, hiredOn: null, schedule: null };
  const profile = { email, firstName, lastName, locale, managerId: row.manager_id ?? null, region: null };
  return [
    eventOf(registered.type, employeeId, 0, { ...profile, ...unknown }),
    eventOf(updated.type, employeeId, told_at, profile),
  ];
}

/** An event that stands for what an earlier version knew. */
export const eventOf = (type: string, employeeId: string, occurredAt: number, data: object): AnyEvent => ({
  type,
  eventId: randomUUID(),
  occurredAt,
  redacted: false,
  employeeId,
  ...data,
});

async function takeInDeparted(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await addColumn(db, 'people', { name: 'manager_id', type: columns.key });
  await addColumn(db, 'people', { name: 'active', type: columns.flag, value: 1 });
  const left = sql`select employee_id from event_sets where events like ${`%"type":"${deactivated.type}"%`}`;
  await sql`update people set active = 0 where employee_id in (${left})`.execute(db);
  await db.schema.dropTable('departed').ifExists().execute();
}
