import erasureRequested from '#schemas/events/user.erasure_requested.ts';
import { narrow } from '../common/database/database.ts';
import { createGuard } from '../common/database/guard.ts';
import { type Migration, migration, type Step } from '../common/database/migration.ts';
import { createIndex, createTables, dropTable, rekeyTable } from '../common/database/repeatable.ts';
import { column, type RowOf, table } from '../common/database/table.ts';
import { eventOf, insertSets } from '../common/people/migrations.ts';
import { type EventSetTables, eventSets } from '../common/people/tables.ts';
import { absences, balances, delegations, events, once, people, requests, rules, sickNotes } from './tables.ts';

// What was heard of people, and who was erased, before both were one set of events.
const peopleEvents = table('people_events', {
  event_id: column.uuid().primary(),
  employee_id: column.key(),
  occurred_at: column.instant(),
  data: column.json(),
});

const erased = table('erased', {
  employee_id: column.key().primary(),
  erased_at: column.instant(),
});

const eventIndexes: readonly Step[] = [
  createIndex(events, 'events_stream', ['stream_type', 'stream_id', 'version'], true),
  createIndex(events, 'events_person', ['employee_id']),
];

const firstEvents = table('events', { ...events.columns, event_id: column.uuid().unique() });

export const migrations: readonly Migration[] = [
  migration(
    'vacation_0001_events_and_projections',
    createTables(firstEvents, peopleEvents, people, requests, sickNotes, absences, balances, delegations, rules, once),
    ...eventIndexes,
    createIndex(peopleEvents, 'people_events_person', ['employee_id']),
    createIndex(people, 'people_manager', ['manager_id']),
    createIndex(requests, 'requests_person', ['employee_id', 'from_day']),
    createIndex(requests, 'requests_status', ['status']),
    createIndex(sickNotes, 'sick_notes_person', ['employee_id', 'from_day']),
    createIndex(absences, 'absences_person', ['employee_id', 'day']),
    createIndex(absences, 'absences_day', ['day']),
    createIndex(delegations, 'delegations_delegate', ['delegate_id']),
    createGuard,
  ),
  migration('vacation_0002_erased', createTables(erased)),
  migration('vacation_0003_event_sets', createTables(eventSets), copyHeard),
  migration('vacation_0004_people', dropTable('people_events'), dropTable('erased')),
  migration('vacation_0005_marks', rekeyTable(events, 'drop index event_id'), ...eventIndexes),
];

interface Before extends EventSetTables {
  people_events: RowOf<typeof peopleEvents>;
  erased: RowOf<typeof erased>;
}

async function copyHeard(...[bare]: Parameters<Step>): Promise<void> {
  const db = narrow<Before>(bare);
  const heard = (await db.selectFrom('people_events').select('data').execute()).map(({ data }) => JSON.parse(data));
  const erased = await db.selectFrom('erased').selectAll().execute();
  const erasures = erased.map(({ employee_id, erased_at }) =>
    eventOf(erasureRequested.type, employee_id, erased_at, { requestedBy: null }),
  );
  await insertSets(bare, [...heard, ...erasures]);
}
