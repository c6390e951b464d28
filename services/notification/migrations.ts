import { type Migration, migration } from '../common/database/migration.ts';
import { createIndex, createTables, rekeyTable } from '../common/database/repeatable.ts';
import { column, table } from '../common/database/table.ts';
import { firstDeparted, firstPeopleColumns, replicaMigrations } from '../common/people/migrations.ts';
import { devices, heldEvents, mails, notices, preferences, requests } from './tables.ts';

const firstPeople = table('people', {
  ...firstPeopleColumns,
  manager_id: column.key().nullable(),
  roles: column.json(),
});

const firstHeld = table('held_events', { ...heldEvents.columns, event_id: column.key().unique() });

/** The notification service's own steps. */
export const migrations: readonly Migration[] = [
  migration(
    'notification_0001_mails',
    createTables(firstPeople, devices, requests, firstHeld, preferences, mails, notices),
    createIndex(heldEvents, 'held_events_employee', ['employee_id']),
    createIndex(mails, 'mails_state', ['state', 'next_at']),
    createIndex(mails, 'mails_employee', ['employee_id']),
    createIndex(notices, 'notices_employee', ['employee_id', 'seq']),
  ),
  migration('notification_0002_departed', createTables(firstDeparted)),
  ...replicaMigrations(['notification_0003_event_sets', 'notification_0004_people'], 'departed'),
  migration(
    'notification_0005_marks',
    rekeyTable(heldEvents, 'drop index event_id'),
    createIndex(heldEvents, 'held_events_employee', ['employee_id']),
  ),
];
