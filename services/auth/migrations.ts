import { type Migration, migration } from '../common/database/migration.ts';
import { createIndex, createTables } from '../common/database/repeatable.ts';
import { column, table } from '../common/database/table.ts';
import { replicaMigrations } from '../common/people/migrations.ts';
import { accounts, errands, links, rateLimits, recoveryCodes, refreshTokens, sessions, signingKeys } from './tables.ts';

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
      accounts,
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
];
