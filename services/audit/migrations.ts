import { sql } from 'kysely';
import { type Migration, migration, type Step } from '../common/database/migration.ts';
import { createIndex, createTables } from '../common/database/repeatable.ts';
import { auditCheckpoints, auditEntries, auditErased, auditPeople, auditPersonal, auditStreams } from './tables.ts';

/** A trigger that refuses a change: no guard against who may drop it (the chain is), but against mistakes. */
const forbid =
  (table: string, change: 'update' | 'delete'): Step =>
  async (db) => {
    const isSqlite = db.getExecutor().adapter.supportsReturning;
    const refuse = isSqlite
      ? `select raise(abort, '${table} is append-only');`
      : `signal sqlstate '45000' set message_text = '${table} is append-only';`;
    const head = `create trigger if not exists ${table}_no_${change} before ${change} on ${table}`;
    await sql.raw(`${head} for each row begin ${refuse} end`).execute(db);
  };

/** The audit's own steps. */
export const migrations: readonly Migration[] = [
  migration(
    'audit_0001_entries',
    createTables(auditStreams, auditEntries, auditPeople, auditPersonal, auditErased, auditCheckpoints),
    createIndex(auditEntries, 'audit_entries_time', ['occurred_at', 'stream', 'seq']),
    createIndex(auditEntries, 'audit_entries_type', ['type', 'occurred_at']),
    createIndex(auditPeople, 'audit_people_person', ['person', 'occurred_at']),
    createIndex(auditPersonal, 'audit_personal_employee', ['employee_id']),
    forbid('audit_entries', 'update'),
    forbid('audit_entries', 'delete'),
  ),
];
