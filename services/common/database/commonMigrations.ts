import { type Migration, migration } from './migration.ts';
import { addColumn, createIndex, createTables, rekeyTable } from './repeatable.ts';
import { column, table } from './table.ts';
import { inbox, outbox, outboxAggregates } from './tables.ts';

const { mark: _, ...firstOutboxColumns } = outbox.columns;
const firstOutbox = table('outbox', firstOutboxColumns);
const firstInbox = table('inbox', {
  consumer: column.key().primary(),
  event_id: column.key().primary(),
  handled_at: column.instant(),
});

/** What every service's database begins with. */
export const commonMigrations: readonly Migration[] = [
  migration(
    'common_0001_outbox_and_inbox',
    createTables(firstOutbox, outboxAggregates, firstInbox),
    createIndex(outbox, 'outbox_published', ['published_at', 'seq']),
  ),
  migration(
    'common_0002_marks',
    addColumn('outbox', 'mark', 'key'),
    addColumn('inbox', 'mark', 'key', ''),
    addColumn('inbox', 'source', 'text'),
    rekeyTable(inbox, 'drop primary key, add primary key (consumer, event_id, mark)'),
  ),
];
