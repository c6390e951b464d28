import { sql } from 'kysely';
import { type Migration, migration, type Step } from '../common/database/migration.ts';
import { addColumn, createIndex, createTables, isSqlite, rekeyTable } from '../common/database/repeatable.ts';
import { column, table } from '../common/database/table.ts';
import { auditCheckpoints, auditEntries, auditErased, auditPeople, auditPersonal, auditStreams } from './tables.ts';

/** A trigger that refuses a change: no guard against who may drop it (the chain is), but against mistakes. */
const forbid =
  (table: string, change: 'update' | 'delete'): Step =>
  async (db) => {
    const refuse = isSqlite(db)
      ? `select raise(abort, '${table} is append-only');`
      : `signal sqlstate '45000' set message_text = '${table} is append-only';`;
    const head = `create trigger if not exists ${table}_no_${change} before ${change} on ${table}`;
    await sql.raw(`${head} for each row begin ${refuse} end`).execute(db);
  };

const { mark: _, ...firstEntriesColumns } = auditEntries.columns;
const firstEntries = table('audit_entries', { ...firstEntriesColumns, event_id: column.key().unique() });

const searched: readonly Step[] = [
  createIndex(auditEntries, 'audit_entries_time', ['occurred_at', 'stream', 'seq']),
  createIndex(auditEntries, 'audit_entries_type', ['type', 'occurred_at']),
];

const appendOnly: readonly Step[] = [forbid('audit_entries', 'update'), forbid('audit_entries', 'delete')];

/** What the chain has is known by what it says there, which is more than the inbox knew. */
const forgetNotes: Step = async (db) => {
  await sql`delete from inbox where mark = '' and event_id in (select event_id from audit_entries)`.execute(db);
};

/** The audit's own steps. */
export const migrations: readonly Migration[] = [
  migration(
    'audit_0001_entries',
    createTables(auditStreams, firstEntries, auditPeople, auditPersonal, auditErased, auditCheckpoints),
    ...searched,
    createIndex(auditPeople, 'audit_people_person', ['person', 'occurred_at']),
    createIndex(auditPersonal, 'audit_personal_employee', ['employee_id']),
    ...appendOnly,
  ),
  migration(
    'audit_0002_marks',
    addColumn('audit_entries', 'mark', 'key', ''),
    rekeyTable(auditEntries, 'drop index event_id'),
    ...searched,
    createIndex(auditEntries, 'audit_entries_event', ['event_id', 'mark'], true),
    ...appendOnly,
    forgetNotes,
  ),
];
