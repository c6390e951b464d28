import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { AnyEvent } from '#schemas/event.ts';
import deactivated from '#schemas/events/user.deactivated.ts';
import registered from '#schemas/events/user.registered.ts';
import updated from '#schemas/events/user.updated.ts';
import { narrow } from '../database/database.ts';
import { type Migration, migration, type Step } from '../database/migration.ts';
import { addColumn, createTables, dropColumn, dropTable } from '../database/repeatable.ts';
import { column, type RowOf, type Table, table } from '../database/table.ts';
import { type EventSetTables, eventSets } from './tables.ts';

/** The columns with which services that send mail began; `replicaMigrations` brings them up to date. */
export const firstPeopleColumns = {
  employee_id: column.key().primary(),
  email: column.text().nullable(),
  first_name: column.text().nullable(),
  last_name: column.text().nullable(),
  locale: column.key().nullable(),
  bounced: column.text().nullable(),
  told_at: column.instant(),
} as const;

/** Who has left, as services that send mail began to note it; `replicaMigrations` takes it into the events. */
export const firstDeparted = table('departed', { employee_id: column.key().primary(), left_at: column.instant() });

/** What services kept of people before they kept events: one time for all that was told. */
interface Before extends EventSetTables {
  people: Omit<RowOf<Table<typeof firstPeopleColumns>>, 'bounced'> & {
    manager_id?: string | null | undefined;
    active?: number | undefined;
  };
  departed: RowOf<typeof firstDeparted>;
}

/**
 * From one time for all that is known of a person to their events, in two steps: what is known becomes events, then the
 * columns that these replace go. `leavers`: where a service noted who has left.
 */
export const replicaMigrations = (
  [eventsStep, factsStep]: readonly [string, string],
  leavers: 'people' | 'departed',
): readonly Migration[] => [
  migration(eventsStep, createTables(eventSets), (db) => copyPeople(narrow<Before>(db), leavers)),
  migration(
    factsStep,
    addColumn('people', 'known', 'flag', 1),
    dropColumn('people', 'told_at'),
    ...(leavers === 'departed' ? takeInDeparted : []),
  ),
];

async function inactive(db: Kysely<Before>): Promise<[string, number][]> {
  const rows = await db.selectFrom('people').select(['employee_id', 'told_at']).where('active', '=', 0).execute();
  return rows.map(({ employee_id, told_at }) => [employee_id, told_at]);
}

const departed = async (db: Kysely<Before>): Promise<[string, number][]> =>
  (await db.selectFrom('departed').selectAll().execute()).map(({ employee_id, left_at }) => [employee_id, left_at]);

async function copyPeople(db: Kysely<Before>, leavers: 'people' | 'departed'): Promise<void> {
  const left = await (leavers === 'people' ? inactive(db) : departed(db));
  const leavings = left.map(([employeeId, at]) => eventOf(deactivated.type, employeeId, at, { lastDay: null }));
  const profiles = (await db.selectFrom('people').selectAll().execute()).flatMap(profileEvents);
  await insertSets(db, [...profiles, ...leavings]);
}

/** Makes the sets of these events; who has one already keeps it. */
export async function insertSets(to: object, events: readonly AnyEvent[]): Promise<void> {
  const db = narrow<EventSetTables>(to);
  const rows = await db.selectFrom('event_sets').select('employee_id').execute();
  const done = new Set(rows.map(({ employee_id }) => employee_id));
  for (const [employee_id, set] of Map.groupBy(events, ({ employeeId }) => employeeId ?? ''))
    if (!done.has(employee_id))
      await db
        .insertInto('event_sets')
        .values({ employee_id, events: JSON.stringify(set) })
        .execute();
}

/**
 * A registration before everything else, for the person is known, and the profile with its time, so that nothing older
 * changes it.
 */
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

const takeInDeparted: readonly Step[] = [
  addColumn('people', 'manager_id', 'key'),
  addColumn('people', 'active', 'flag', 1),
  async (db) => {
    const left = sql`select employee_id from event_sets where events like ${`%"type":"${deactivated.type}"%`}`;
    await sql`update people set active = 0 where employee_id in (${left})`.execute(db);
  },
  dropTable('departed'),
];
