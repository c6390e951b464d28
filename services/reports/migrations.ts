import { type Migration, migration } from '../common/database/migration.ts';
import { createIndex, createTables } from '../common/database/repeatable.ts';
import { table } from '../common/database/table.ts';
import { firstDeparted, firstPeopleColumns, replicaMigrations } from '../common/people/migrations.ts';
import { mails, subscriptions } from './tables.ts';

/** The reports service's own steps. */
export const migrations: readonly Migration[] = [
  migration(
    'reports_0001_subscriptions',
    createTables(table('people', firstPeopleColumns), subscriptions),
    createIndex(subscriptions, 'subscriptions_owner', ['employee_id']),
    createIndex(subscriptions, 'subscriptions_next', ['enabled', 'next_at']),
  ),
  migration(
    'reports_0002_mails',
    createTables(mails),
    createIndex(mails, 'mails_state', ['state', 'next_at']),
    createIndex(mails, 'mails_subscription', ['subscription_id', 'scheduled_at']),
  ),
  migration('reports_0003_departed', createTables(firstDeparted)),
  ...replicaMigrations(['reports_0004_event_sets', 'reports_0005_people'], 'departed'),
];
