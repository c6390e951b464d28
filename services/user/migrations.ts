import { createGuard } from '../common/database/guard.ts';
import { type Migration, migration } from '../common/database/migration.ts';
import { createIndex, createTables } from '../common/database/repeatable.ts';
import { departments, imports, memberships, people, timeline } from './tables.ts';

export const migrations: readonly Migration[] = [
  migration(
    'user_0001_people',
    createTables(people, departments, timeline, memberships, imports),
    createIndex(people, 'people_manager', ['manager_id']),
    createIndex(people, 'people_email', ['email_key']),
    createIndex(timeline, 'timeline_person', ['employee_id', 'kind']),
    createIndex(memberships, 'memberships_department', ['department']),
    createGuard,
  ),
];
