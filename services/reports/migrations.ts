import type { Migration } from '../common/database/migration.ts';
import { createIndex } from '../common/database/repeatable.ts';
import { mailColumns } from '../common/mail/tables.ts';
import { firstDeparted, firstPeopleColumns, replicaMigrations } from '../common/people/migrations.ts';

/** The reports service's own steps. */
export const migrations: readonly Migration[] = [
  {
    name: 'reports_0001_subscriptions',
    async up(db, columns) {
      await db.schema
        .createTable('people')
        .ifNotExists()
        .$call((table) => firstPeopleColumns(table, columns))
        .execute();
      await db.schema
        .createTable('subscriptions')
        .ifNotExists()
        .addColumn('subscription_id', columns.uuid, (column) => column.primaryKey())
        .addColumn('employee_id', columns.key, (column) => column.notNull())
        .addColumn('span', columns.key, (column) => column.notNull())
        .addColumn('department', columns.text)
        .addColumn('cron', columns.key, (column) => column.notNull())
        .addColumn('zone', columns.key, (column) => column.notNull())
        .addColumn('locale', columns.key, (column) => column.notNull())
        .addColumn('workbook', columns.flag, (column) => column.notNull())
        .addColumn('skip_empty', columns.flag, (column) => column.notNull())
        .addColumn('enabled', columns.flag, (column) => column.notNull())
        .addColumn('version', columns.integer, (column) => column.notNull())
        .addColumn('next_at', columns.instant)
        .addColumn('created_at', columns.instant, (column) => column.notNull())
        .execute();
      await createIndex(db, 'subscriptions_owner', 'subscriptions', ['employee_id']);
      await createIndex(db, 'subscriptions_next', 'subscriptions', ['enabled', 'next_at']);
    },
  },
  {
    name: 'reports_0002_mails',
    async up(db, columns) {
      await db.schema
        .createTable('mails')
        .ifNotExists()
        .$call((table) => mailColumns(table, columns))
        .addColumn('subscription_id', columns.uuid, (column) => column.notNull())
        .addColumn('scheduled_at', columns.instant, (column) => column.notNull())
        .addColumn('by_hand', columns.flag, (column) => column.notNull())
        .addColumn('reason', columns.key)
        .addColumn('code', columns.integer)
        .addColumn('detail', columns.text)
        .addColumn('bytes', columns.integer)
        .execute();
      await createIndex(db, 'mails_state', 'mails', ['state', 'next_at']);
      await createIndex(db, 'mails_subscription', 'mails', ['subscription_id', 'scheduled_at']);
    },
  },
  firstDeparted('reports_0003_departed'),
  ...replicaMigrations(['reports_0004_event_sets', 'reports_0005_people'], 'departed'),
];
