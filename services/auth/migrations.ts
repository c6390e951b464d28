import type { Kysely } from 'kysely';
import type { Columns } from '../common/database/columns.ts';
import type { Migration } from '../common/database/migration.ts';
import { createIndex } from '../common/database/repeatable.ts';
import { replicaMigrations } from '../common/people/migrations.ts';

export const migrations: readonly Migration[] = [
  {
    name: 'auth_0001_accounts',
    async up(db, columns) {
      await createAccounts(db, columns);
      await createPeople(db, columns);
      await createSessions(db, columns);
      await createSecrets(db, columns);
      await createErrands(db, columns);
    },
  },
  ...replicaMigrations(['auth_0002_event_sets', 'auth_0003_people'], 'people'),
];

async function createAccounts(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('accounts')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.primaryKey())
    .addColumn('login', columns.key, (column) => column.notNull().unique())
    .addColumn('password_hash', columns.key, (column) => column.notNull())
    .addColumn('roles', columns.json, (column) => column.notNull())
    .addColumn('locale', columns.key, (column) => column.notNull())
    .addColumn('blocked', columns.flag, (column) => column.notNull())
    .addColumn('failures', columns.integer, (column) => column.notNull())
    .addColumn('failed_at', columns.instant, (column) => column.notNull())
    .addColumn('locked_until', columns.instant, (column) => column.notNull())
    .addColumn('totp_secret', columns.text)
    .addColumn('totp_offered', columns.text)
    .addColumn('totp_step', columns.integer, (column) => column.notNull())
    .addColumn('created_at', columns.instant, (column) => column.notNull())
    .addColumn('password_at', columns.instant, (column) => column.notNull())
    .execute();
}

async function createPeople(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('people')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.primaryKey())
    .addColumn('email', columns.key)
    .addColumn('first_name', columns.text)
    .addColumn('last_name', columns.text)
    .addColumn('locale', columns.key)
    .addColumn('manager_id', columns.key)
    .addColumn('active', columns.flag, (column) => column.notNull())
    .addColumn('told_at', columns.instant, (column) => column.notNull())
    .execute();
  await createIndex(db, 'people_email', 'people', ['email']);
  await createIndex(db, 'people_manager', 'people', ['manager_id']);
}

async function createSessions(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('sessions')
    .ifNotExists()
    .addColumn('session_id', columns.uuid, (column) => column.primaryKey())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('created_at', columns.instant, (column) => column.notNull())
    .addColumn('used_at', columns.instant, (column) => column.notNull())
    .addColumn('ends_at', columns.instant, (column) => column.notNull())
    .addColumn('revoked_at', columns.instant)
    .addColumn('ip', columns.key, (column) => column.notNull())
    .addColumn('user_agent', columns.text, (column) => column.notNull())
    .execute();
  await createIndex(db, 'sessions_person', 'sessions', ['employee_id']);
  await createIndex(db, 'sessions_end', 'sessions', ['ends_at']);
  await db.schema
    .createTable('refresh_tokens')
    .ifNotExists()
    .addColumn('token_hash', columns.key, (column) => column.primaryKey())
    .addColumn('session_id', columns.uuid, (column) => column.notNull())
    .addColumn('issued_at', columns.instant, (column) => column.notNull())
    .addColumn('used_at', columns.instant)
    .execute();
  await createIndex(db, 'refresh_tokens_session', 'refresh_tokens', ['session_id']);
}

async function createSecrets(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('recovery_codes')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('code_hash', columns.key, (column) => column.notNull())
    .addPrimaryKeyConstraint('recovery_codes_key', ['employee_id', 'code_hash'])
    .execute();
  await db.schema
    .createTable('signing_keys')
    .ifNotExists()
    .addColumn('key_id', columns.key, (column) => column.primaryKey())
    .addColumn('public_key', columns.json, (column) => column.notNull())
    .addColumn('private_key', columns.text, (column) => column.notNull())
    .addColumn('created_at', columns.instant, (column) => column.notNull())
    .execute();
}

async function createErrands(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('errands')
    .ifNotExists()
    .addColumn('errand_id', columns.uuid, (column) => column.primaryKey())
    .addColumn('payload', columns.text, (column) => column.notNull())
    .addColumn('created_at', columns.instant, (column) => column.notNull())
    .addColumn('attempts', columns.integer, (column) => column.notNull())
    .addColumn('next_at', columns.instant, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('links')
    .ifNotExists()
    .addColumn('token_hash', columns.key, (column) => column.primaryKey())
    .addColumn('kind', columns.key, (column) => column.notNull())
    .addColumn('payload', columns.text, (column) => column.notNull())
    .addColumn('expires_at', columns.instant, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('rate_limits')
    .ifNotExists()
    .addColumn('name', columns.key, (column) => column.notNull())
    .addColumn('window_at', columns.instant, (column) => column.notNull())
    .addColumn('uses', columns.integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('rate_limits_key', ['name', 'window_at'])
    .execute();
}
