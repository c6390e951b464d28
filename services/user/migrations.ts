import { sql } from 'kysely';
import { createGuard } from '../common/database/guard.ts';
import { type Migration, migration } from '../common/database/migration.ts';
import { addColumn, createIndex, createTables, rekeyTable } from '../common/database/repeatable.ts';
import { table } from '../common/database/table.ts';
import { departments, imports, memberships, people, timeline } from './tables.ts';

const { standing_at: ____, ...firstPeopleColumns } = people.columns;
const firstPeople = table('people', firstPeopleColumns);
const { voids_source: _, mark: __, source: ___, ...firstTimelineColumns } = timeline.columns;
const firstTimeline = table('timeline', firstTimelineColumns);

export const migrations: readonly Migration[] = [
  migration(
    'user_0001_people',
    createTables(firstPeople, departments, firstTimeline, memberships, imports),
    createIndex(people, 'people_manager', ['manager_id']),
    createIndex(people, 'people_email', ['email_key']),
    createIndex(timeline, 'timeline_person', ['employee_id', 'kind']),
    createIndex(memberships, 'memberships_department', ['department']),
    createGuard,
  ),
  migration(
    'user_0002_marks',
    addColumn('timeline', 'voids_source', 'text'),
    addColumn('timeline', 'mark', 'key', ''),
    addColumn('timeline', 'source', 'text'),
    rekeyTable(timeline, 'drop primary key, add primary key (event_id, kind, mark)'),
    createIndex(timeline, 'timeline_person', ['employee_id', 'kind']),
  ),
  migration('user_0003_standing', addColumn('people', 'standing_at', 'instant', 0), async (db) => {
    await sql`update people set standing_at = profile_at where standing_at = 0`.execute(db);
  }),
];
