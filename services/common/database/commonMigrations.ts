import { type Migration, migration } from './migration.ts';
import { createIndex, createTables } from './repeatable.ts';
import { inbox, outbox, outboxAggregates } from './tables.ts';

/** What every service's database begins with. */
export const commonMigrations: readonly Migration[] = [
  migration(
    'common_0001_outbox_and_inbox',
    createTables(outbox, outboxAggregates, inbox),
    createIndex(outbox, 'outbox_published', ['published_at', 'seq']),
  ),
];
