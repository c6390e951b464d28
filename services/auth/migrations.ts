import { type Migration, migration } from '../common/database/migration.ts';
import { createIndex, createTables, dropColumn } from '../common/database/repeatable.ts';
import { column, table } from '../common/database/table.ts';
import { replicaMigrations } from '../common/people/migrations.ts';
import {
  accounts,
  addressChanges,
  errands,
  knownDevices,
  links,
  rateLimits,
  recoveryCodes,
  refreshTokens,
  sessions,
  signInFailures,
  signingKeys,
} from './tables.ts';

/** Accounts when failures were counted wherever they came from. */
const firstAccounts = table('accounts', {
  ...accounts.columns,
  failures: column.integer(),
  failed_at: column.instant(),
  locked_until: column.instant(),
});

/** Whom the service knew before it kept what was heard of them. */
const firstPeople = table('people', {
  employee_id: column.key().primary(),
  email: column.key().nullable(),
  first_name: column.text().nullable(),
  last_name: column.text().nullable(),
  locale: column.key().nullable(),
  manager_id: column.key().nullable(),
  active: column.flag(),
  told_at: column.instant(),
});

export const migrations: readonly Migration[] = [
  migration(
    'auth_0001_accounts',
    createTables(
      firstAccounts,
      firstPeople,
      sessions,
      refreshTokens,
      recoveryCodes,
      signingKeys,
      errands,
      links,
      rateLimits,
    ),
    createIndex(firstPeople, 'people_email', ['email']),
    createIndex(firstPeople, 'people_manager', ['manager_id']),
    createIndex(sessions, 'sessions_person', ['employee_id']),
    createIndex(sessions, 'sessions_end', ['ends_at']),
    createIndex(refreshTokens, 'refresh_tokens_session', ['session_id']),
  ),
  ...replicaMigrations(['auth_0002_event_sets', 'auth_0003_people'], 'people'),
  migration(
    'auth_0004_origins_of_failures',
    createTables(signInFailures, knownDevices),
    ...['failures', 'failed_at', 'locked_until'].map((column) => dropColumn('accounts', column)),
  ),
  migration('auth_0005_address_changes', createTables(addressChanges)),
];
