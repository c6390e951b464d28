import type { Kysely } from 'kysely';
import type { Columns } from '../common/database/columns.ts';
import { createGuard } from '../common/database/guard.ts';
import type { Migration } from '../common/database/migration.ts';
import { createIndex } from '../common/database/repeatable.ts';

export const migrations: readonly Migration[] = [
  {
    name: 'user_0001_people',
    async up(db, columns) {
      await createPeople(db, columns);
      await createDepartments(db, columns);
      await createTimeline(db, columns);
      await createMemberships(db, columns);
      await createImports(db, columns);
      await createGuard(db, columns);
    },
  },
];

async function createPeople(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('people')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.primaryKey())
    .addColumn('version', columns.integer, (column) => column.notNull())
    .addColumn('email', columns.text)
    .addColumn('email_key', columns.key)
    .addColumn('first_name', columns.text)
    .addColumn('last_name', columns.text)
    .addColumn('locale', columns.key)
    .addColumn('region', columns.key)
    .addColumn('manager_id', columns.key)
    .addColumn('hired_on', columns.date)
    .addColumn('active', columns.flag, (column) => column.notNull())
    .addColumn('last_day', columns.date)
    .addColumn('erasure_requested_at', columns.instant)
    .addColumn('profile_at', columns.instant, (column) => column.notNull())
    .execute();
  await createIndex(db, 'people_manager', 'people', ['manager_id']);
  await createIndex(db, 'people_email', 'people', ['email_key']);
}

async function createDepartments(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('departments')
    .ifNotExists()
    .addColumn('department_id', columns.uuid, (column) => column.primaryKey())
    .addColumn('name', columns.key, (column) => column.notNull().unique())
    .addColumn('version', columns.integer, (column) => column.notNull())
    .addColumn('merged_into', columns.uuid)
    .execute();
}

async function createTimeline(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('timeline')
    .ifNotExists()
    .addColumn('event_id', columns.uuid, (column) => column.notNull())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('kind', columns.key, (column) => column.notNull())
    .addColumn('value', columns.text, (column) => column.notNull())
    .addColumn('effective_from', columns.date, (column) => column.notNull())
    .addColumn('voids', columns.uuid)
    .addColumn('occurred_at', columns.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint('timeline_key', ['event_id', 'kind'])
    .execute();
  await createIndex(db, 'timeline_person', 'timeline', ['employee_id', 'kind']);
}

async function createMemberships(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('memberships')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('from_day', columns.date, (column) => column.notNull())
    .addColumn('to_day', columns.date, (column) => column.notNull())
    .addColumn('department', columns.key, (column) => column.notNull())
    .addPrimaryKeyConstraint('memberships_key', ['employee_id', 'from_day'])
    .execute();
  await createIndex(db, 'memberships_department', 'memberships', ['department']);
}

async function createImports(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('imports')
    .ifNotExists()
    .addColumn('import_id', columns.uuid, (column) => column.primaryKey())
    .addColumn('requested_by', columns.key, (column) => column.notNull())
    .addColumn('state', columns.key, (column) => column.notNull())
    .addColumn('content', columns.text, (column) => column.notNull())
    .addColumn('total', columns.integer, (column) => column.notNull())
    .addColumn('done', columns.integer, (column) => column.notNull())
    .addColumn('report', columns.json, (column) => column.notNull())
    .addColumn('created_at', columns.instant, (column) => column.notNull())
    .execute();
}
