import { type Migration, migration } from '../common/database/migration.ts';
import { createIndex, createTables } from '../common/database/repeatable.ts';
import { flag, instant, key, nullable, primary, table, text } from '../common/database/table.ts';
import { replicaMigrations } from '../common/people/migrations.ts';
import { accounts, errands, links, rateLimits, recoveryCodes, refreshTokens, sessions, signingKeys } from './tables.ts';

/** Whom the service knew before it kept what was heard of them. */
const firstPeople = table('people', {
  employee_id: primary(key()),
  email: nullable(key()),
  first_name: nullable(text()),
  last_name: nullable(text()),
  locale: nullable(key()),
  manager_id: nullable(key()),
  active: flag(),
  told_at: instant(),
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
